file-empty = Tệp trống: hãy kiểm tra lại tệp đã chọn.
file-too-large = Tệp lớn hơn mức hệ thống nhận (25 MB).
file-kind-unknown = Loại tệp này không được nhận: hãy dùng DOCX, XLSX, PDF, TXT hoặc ảnh.
file-old-office = Tệp Office cũ (.doc, .xls) không được nhận: hãy lưu lại thành .docx hoặc .xlsx.
file-protected = Tệp được đặt mật khẩu: hãy bỏ mật khẩu rồi tải lại.
file-macros = Tệp chứa macro không được nhận: hãy lưu lại không kèm macro.
file-marked = Tệp mang dấu độ mật nên không được nhận và không được lưu. Tài liệu bí mật nhà nước không được đưa lên hệ thống này.
