urging-act = Urge units
urging-title = Urge units
urging-lead = Choose units, look at the message, then send. Each unit is urged at most once a day about the same matter; daily reminders go by themselves.
urging-matter = About
urging-matter-reports = Self-inspection report not sent
urging-matter-remedies = Not yet remedied
urging-none = No unit needs urging
urging-none-next = All units have reported, or remedied what was asked.
urging-late = { $count ->
    [one] { $count } unit is overdue.
   *[other] { $count } units are overdue.
}
urging-letter = Letter to the overdue units
urging-unit = Unit
urging-what = What is owed
urging-due = Due
urging-urged = Urged
urging-report = Self-inspection report
urging-report-returned = Self-inspection report (returned)
urging-findings = Findings no. { $numbers }
urging-times = { $times } times, last { $moment }
urging-until = To be done by
urging-note = Your own words
urging-note-help = Optional; no state secrets here.
urging-preview-act = Preview
urging-preview = Before it is sent
urging-question = { $count ->
    [one] Urge { $count } unit?
   *[other] Urge { $count } units?
}
urging-how = Told in the product and by mail to the unit's focal persons and head; each notice is kept in the register with its outcome.
urging-text = What the first unit reads
urging-send-act = Send
urging-sent = Urged: { $count }; already urged today or owing nothing any more: { $left }.
urging-none-chosen = No unit is chosen.
urging-none-owes = The chosen units no longer owe this.
urging-too-early = This day has passed.
