deadline-named = The day named in the text: { $date }
deadline-happened = { $event }: { $date }
deadline-days = { $from } { $sign } { $days } days = { $to }
deadline-working-days = { $from } { $sign } { $days } working days = { $to }
deadline-day-before = Before { $from }: the last day is { $to }
deadline-period-ends = End of the period: { $to }
deadline-hours = { $hours } hours, until { $to }
deadline-rolled = { $from } is a day off, moved to { $to }
deadline-day-off = { $date } is a day off; the due day does not move by itself.
deadline-year-unknown = No holiday list for { $year } yet.
deadline-short-month = The month has no such day; its last day { $date } was taken.
deadline-event-minutes = Minutes drawn up on
deadline-event-visit-start = Visit begins on
deadline-event-visit-end = Visit ends on
deadline-event-plan-issued = Plan issued on
deadline-event-decision-issued = Decision issued on
deadline-event-announcement = Announced on
deadline-event-notice = Notice given on
deadline-event-conclusion = Concluded on
deadline-event-request = Requested on
deadline-event-received = Received on
deadline-event-detection = Detected on
deadline-event-report-due = Report due on
