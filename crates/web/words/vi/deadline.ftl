deadline-named = Ngày nêu trong văn bản: { $date }
deadline-happened = { $event }: { $date }
deadline-days = { $from } { $sign } { $days } ngày = { $to }
deadline-working-days = { $from } { $sign } { $days } ngày làm việc = { $to }
deadline-day-before = Trước ngày { $from }: ngày cuối cùng là { $to }
deadline-period-ends = Hết kỳ: { $to }
deadline-hours = { $hours } giờ, đến { $to }
deadline-rolled = { $from } là ngày nghỉ, chuyển sang { $to }
deadline-day-off = { $date } là ngày nghỉ; thời hạn không tự chuyển.
deadline-year-unknown = Chưa có lịch nghỉ của năm { $year }.
deadline-short-month = Tháng không có ngày đó; lấy ngày cuối tháng { $date }.
deadline-event-minutes = Ngày lập biên bản
deadline-event-visit-start = Ngày bắt đầu kiểm tra
deadline-event-visit-end = Ngày kết thúc kiểm tra
deadline-event-plan-issued = Ngày ban hành kế hoạch
deadline-event-decision-issued = Ngày ban hành quyết định
deadline-event-announcement = Ngày công bố
deadline-event-notice = Ngày thông báo
deadline-event-conclusion = Ngày kết luận
deadline-event-request = Ngày yêu cầu
deadline-event-received = Ngày nhận
deadline-event-detection = Ngày phát hiện
deadline-event-report-due = Ngày phải báo cáo
