campaign-title = Campaign
campaign-number = Number and series
campaign-number-help = Leave the number blank if it has not been assigned.
campaign-year = Year
campaign-issuer = Issuing body
campaign-issued-on = Issued on
campaign-scope-from = Period inspected from
campaign-scope-to = To
campaign-scope-to-help = Leave blank for "until the visit".
campaign-window-from = Visits from
campaign-window-to = To
campaign-checklist = Checklist
campaign-checklist-help = The checklist that covers most of the plan's contents is chosen beforehand.
campaign-outline = Report outline
campaign-match-help = The name in the plan is not certain in the registry: please choose.
campaign-match-none = Not a unit of the registry (leave out)
campaign-match-missing = Some unit names are not matched to the registry yet.
campaign-unmatched-units = Some unit names are not matched to the registry yet.
campaign-without-units = The campaign has no units yet.
campaign-cohort-count = { $name }: { $count ->
    [one] one unit
   *[other] { $count } units
}
campaign-matched = { $count ->
    [one] One unit matched to the registry
   *[other] { $count } units matched to the registry
}
campaign-teams = Teams
campaign-from-plan = Campaign from plan
campaign-from-plan-lead = Look through and correct before creating it. Units see the campaign only after it is opened.
campaign-create-act = Create campaign
campaign-made = The campaign was created as a draft.
campaign-none = No campaigns yet
campaign-none-next = A campaign is made from an issued plan's file.
campaign-state = State
campaign-state-draft = Draft
campaign-state-opening = Opening
campaign-state-open = Under way
campaign-state-closed = Closed
campaign-figures = Figures of the campaign
campaign-of = of { $total }
campaign-reports-sent = Reports sent
campaign-reports-overdue = Reports overdue
campaign-scheduled = Scheduled
campaign-visited = Visited
campaign-findings-open = Open findings
campaign-findings-overdue = Units overdue in remediation
campaign-targets = Units of the campaign
campaign-search = Find a unit
campaign-filter = Filter
campaign-filter-missing = Report missing
campaign-filter-overdue = Report overdue
campaign-filter-late = Sent late
campaign-filter-sent = Report sent
campaign-filter-returned = Returned
campaign-filter-unscheduled = Not scheduled
campaign-filter-scheduled = Scheduled
campaign-filter-visited = Visited
campaign-filter-open-findings = Open findings
campaign-filter-overdue-findings = Remediation overdue
campaign-unit = Unit
campaign-cohort = Cohort
campaign-report = Report
campaign-visit = Visit
campaign-minutes = Minutes
campaign-remediation = Remediation
campaign-acts = Acts
campaign-no-findings = None
campaign-findings-of = { $open } of { $total } open
campaign-no-targets = No units here
campaign-no-targets-next = Take a filter off, or add units to the campaign.
campaign-open = Open campaign
campaign-open-act = Open campaign
campaign-open-question = Open this campaign?
campaign-open-what = { $count ->
    [one] One unit will see the campaign and begin its report.
   *[other] { $count } units will see the campaign and begin their reports.
} Opening runs in the background; you may leave the page.
campaign-opening = Opening for the units
campaign-opening-started = The campaign is being opened.
campaign-opened = Open for all units.
campaign-opening-failed = Opening stopped; what was opened is kept. Please ask the administrator to look at the journal.
campaign-close = Close campaign
campaign-close-act = Close campaign
campaign-close-question = Close this campaign?
campaign-close-what = The teams dissolve and their members lose the access they had through them. Open findings are still followed up.
campaign-closed = The campaign is closed.
purpose-inspection = Inspected
purpose-remediation_check = Remediation checked
purpose-self_inspection = Inspects itself
report-state-none = Not asked
report-state-draft = In progress
report-state-with-head = With the head
report-state-submitted = Sent
report-state-returned = Returned
report-state-accepted = Accepted
visit-state-none = Not scheduled
visit-state-planned = No days yet
visit-state-scheduled = Scheduled
visit-state-notified = Announced
visit-state-underway = Under way
visit-state-finished = Visited
visit-state-cancelled = Cancelled
minutes-state-none = None
minutes-state-draft = Draft
minutes-state-agreed = Agreed
minutes-state-read-out = Read out
minutes-state-signed = Signed
minutes-state-refused = Signature refused
minutes-state-filed = Filed
campaign-filter-unsigned = Minutes not signed
campaign-filter-signed = Minutes signed
campaign-filter-sent-week = Reported in the last 7 days
campaign-filter-visited-week = Visited in the last 7 days
campaign-filter-signed-week = Minutes signed in the last 7 days
campaign-export-xlsx = Get XLSX
campaign-export-docx = Get DOCX
campaign-export-pdf = Get PDF
campaign-overdue-findings =
    { $count ->
        [one] { $count } finding is overdue
       *[other] { $count } findings are overdue
    }
campaign-views = Saved views
campaign-view-keep = Save this view
campaign-view-name = Name of the view
campaign-view-keep-act = Save
campaign-view-drop = Remove “{ $name }”
campaign-view-kept = The view was saved.
campaign-view-not-kept = Not saved: please give a short name; at most 20 views.
campaign-view-dropped = The view was removed.
campaign-track = The campaign's line of time
campaign-track-issued = Plan issued
campaign-track-report = Reports due
campaign-track-visit = Visits
campaign-track-finding = Remedies due
campaign-track-window = Inspection window of the plan
