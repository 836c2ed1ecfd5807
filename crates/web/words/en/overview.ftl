overview-none = No campaign is under way yet
overview-none-next = The overview appears once the standing office opens the first campaign.
overview-compared = (compared with { $campaign })
overview-figures = Six main figures
overview-before = Before: { $count }
overview-no-before = No earlier campaign to compare with
overview-targets = Units in the campaign
overview-findings = Findings
overview-heat = Findings by kind of unit and theme
overview-kind = Kind of unit
overview-theme = Theme
overview-themes = Findings by theme
overview-in-year = In { $year }
overview-no-findings = No findings recorded yet.
overview-late = Units that are late
overview-late-reports = Reports
overview-late-findings = Remedies
overview-late-tasks = Tasks
overview-late-all = All
overview-no-late = No unit is late.
overview-week = What changed in the last 7 days
overview-week-what = What
overview-week-now = Last 7 days
overview-week-before = 7 days before
overview-week-reports = Reports sent
overview-week-visits = Units visited
overview-week-minutes = Minutes signed
overview-week-found = Findings recorded
overview-week-closed = Findings closed
overview-days = The next 7 days
overview-no-days = No due dates or visits in the next 7 days.
overview-day-visit =
    { $count ->
        [one] A visit to { $count } unit
       *[other] Visits to { $count } units
    }
overview-day-report =
    { $count ->
        [one] { $count } report due
       *[other] { $count } reports due
    }
overview-day-finding =
    { $count ->
        [one] { $count } finding due to be remedied
       *[other] { $count } findings due to be remedied
    }
overview-day-task =
    { $count ->
        [one] { $count } share of a task due
       *[other] { $count } shares of tasks due
    }
