product-name = Rà Soát
product-line = Kiểm tra an ninh mạng, bảo vệ bí mật nhà nước

frame-skip = Đến nội dung chính
frame-nav = Điều hướng chính
frame-nav-short = Lối tắt
frame-nav-open = Mở điều hướng
frame-nav-close = Đóng điều hướng
frame-nav-more = Thêm
frame-trail = Đường dẫn
frame-printed = In lúc { $moment }
frame-search = Tìm trong toàn hệ thống
frame-search-what = Từ cần tìm
frame-search-hint = Tìm đơn vị, tồn tại, văn bản…
frame-search-results = Kết quả tìm
frame-campaign = Đợt kiểm tra
frame-campaign-all = Mọi đợt kiểm tra
frame-bell =
    { $count ->
        [0] Thông báo
       *[other] Thông báo: { $count } chưa đọc
    }
frame-other-language = English
frame-other-language-code = en
frame-theme-dark = Chuyển sang nền tối
frame-theme-light = Chuyển sang nền sáng
frame-person = Người dùng:
frame-account = Tài khoản của tôi
frame-sign-out = Đăng xuất
frame-no-secrets = Không nhập nội dung bí mật nhà nước vào hệ thống này.

flash-done = Đã xong:
flash-notice = Thông báo:
flash-warning = Lưu ý:
flash-failed = Chưa thực hiện được:

nav-group-daily = Việc hằng ngày
nav-group-inspection = Kiểm tra
nav-group-records = Theo dõi
nav-group-reference = Tra cứu, quản trị
nav-my-work = Việc của tôi
nav-overview = Tổng quan
nav-campaigns = Kế hoạch và đợt kiểm tra
nav-self-reports = Báo cáo tự kiểm tra
nav-visits = Lịch kiểm tra
nav-findings = Tồn tại và khắc phục
nav-programmes = Chương trình nhiệm vụ
nav-units = Đơn vị
nav-registers = Sổ theo dõi
nav-incidents = Sự cố và diễn tập
nav-tips = Tin báo
nav-evidence = Bằng chứng kỹ thuật
nav-library = Thư viện pháp luật
nav-summaries = Báo cáo tổng hợp
nav-journal = Nhật ký
nav-admin = Quản trị
