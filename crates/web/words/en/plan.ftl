plan-list = Issued plans
plan-new = Upload a plan
plan-new-act = Upload a plan
plan-new-lead = The plan is read and a campaign or a programme of tasks is drafted. Nothing is sent to any unit yet.
plan-none = No plans yet
plan-none-next = Upload an issued plan (DOCX, PDF or TXT) to begin a campaign.
plan-file = Plan file
plan-file-help = DOCX, PDF with text, TXT; at most 25 MB. A file that bears a secrecy marking is not taken in.
plan-title = Title
plan-kind = Kind
plan-file-name = File
plan-state = State
plan-uploaded = Uploaded at
plan-untitled = (untitled)
plan-state-reviewing = In review
plan-state-used = In use
plan-state-withdrawn = Withdrawn
plan-kind-inspection_plan = Inspection plan
plan-kind-programme_plan = Programme of tasks
plan-kind-decision = Decision
plan-kind-notice = Notice
plan-kind-report = Report
plan-kind-minutes = Minutes
plan-kind-other = Other document
plan-taken = The plan has been read. Please look at the doubtful points first.
plan-unreadable = The file cannot be read: { $why }
plan-source = Document
plan-review = Plan review
plan-doubts = { $count ->
    [one] One doubtful point
   *[other] { $count } doubtful points
}
plan-doubt = Doubtful
plan-suggestion = Suggestion: { $suggestion }
plan-decide-accepted = Accept suggestion
plan-decide-left = Leave as it is
plan-decide-open = Look again
plan-decision-accepted = Suggestion accepted.
plan-decision-corrected = Corrected.
plan-decision-left = Left as the document has it.
plan-answered = Noted.
plan-reopened = The point is open again.
plan-doubts-answered = Points answered
plan-doubts-left = { $count ->
    [one] One point is still open.
   *[other] { $count } points are still open.
}
plan-doubts-go = See each point
plan-doubts-open = Some doubtful points of the plan are open: please answer each on the review page.
plan-read-targets = Targets ({ $count })
plan-read-deadlines = Deadlines ({ $count })
plan-read-team = Inspection team ({ $count })
plan-read-windows = When
plan-read-contents = Contents ({ $count })
plan-read-tasks = Tasks ({ $count })
plan-read-bases = Legal bases ({ $count })
plan-to-nominate = (to be nominated)
plan-lead = Lead: { $who }
plan-coordinating = Coordinating: { $who }
plan-executing = Executing: { $who }
plan-make-campaign = Create campaign
plan-make-programme = Create programme
plan-makes-nothing = This document is neither an inspection plan nor a programme of tasks: you can look at what was read, but no campaign can be made of it.
seat-lead = Head of team
seat-deputy = Deputy head of team
seat-member = Member
seat-secretary = Secretary
seat-member_secretary = Member and secretary
