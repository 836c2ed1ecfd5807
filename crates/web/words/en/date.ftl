date-due-today = today
date-days-left =
    { $days ->
        [one] { $days } day left
       *[other] { $days } days left
    }
date-days-late =
    { $days ->
        [one] { $days } day overdue
       *[other] { $days } days overdue
    }
