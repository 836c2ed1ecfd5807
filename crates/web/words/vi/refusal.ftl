refusal-what = Chuyện gì đã xảy ra
refusal-kept = Những gì được giữ
refusal-next = Việc cần làm
refusal-again-after = Thử lại sau { $seconds } giây.
refusal-home = Về trang đầu
refusal-reference = Mã tham chiếu:

refusal-bad-request-title = Yêu cầu không đọc được
refusal-bad-request-what = Máy chủ không hiểu yêu cầu vừa gửi.
refusal-bad-request-kept = Không có gì bị thay đổi.
refusal-bad-request-next = Hãy quay lại trang trước, tải lại trang rồi làm lại.

refusal-forbidden-title = Không có quyền thực hiện
refusal-forbidden-what = Vai trò hiện tại của bạn không được xem hoặc làm việc này.
refusal-forbidden-kept = Không có gì bị thay đổi.
refusal-forbidden-next = Nếu đây là việc được giao, hãy đề nghị người quản trị hoặc trưởng đoàn cấp quyền.

refusal-outside-title = Chỉ làm được tại cơ quan
refusal-outside-what = Đây là bản mang theo: chỉ ghi được kết quả kiểm tra, kết quả khắc phục và chứng cứ.
refusal-outside-kept = Kết quả đã ghi vẫn còn; việc này chưa được thực hiện.
refusal-outside-next = Hãy làm việc này trên hệ thống tại cơ quan sau khi nhập kết quả mang về.

refusal-form-expired-title = Biểu mẫu đã hết hiệu lực
refusal-form-expired-what = Phiên làm việc đã đổi hoặc trình duyệt chặn cookie, nên không xác nhận được biểu mẫu là của bạn.
refusal-form-expired-kept = Dữ liệu trên máy chủ chưa thay đổi; nội dung vừa nhập còn ở trang trước.
refusal-form-expired-next = Hãy quay lại trang trước, chép nội dung cần giữ, tải lại trang rồi gửi lại.

refusal-not-found-title = Không có trang này
refusal-not-found-what = Địa chỉ không đúng, hoặc nội dung không thuộc phạm vi bạn được xem.
refusal-not-found-kept = Không có gì bị thay đổi.
refusal-not-found-next = Hãy kiểm tra địa chỉ hoặc dùng ô tìm kiếm.

refusal-wrong-method-title = Thao tác không dùng được ở địa chỉ này
refusal-wrong-method-what = Địa chỉ này không nhận cách gửi vừa dùng.
refusal-wrong-method-kept = Không có gì bị thay đổi.
refusal-wrong-method-next = Hãy mở trang từ điều hướng rồi làm lại.

refusal-conflict-title = Người khác vừa sửa nội dung này
refusal-conflict-what = Có người đã lưu trước khi bạn gửi.
refusal-conflict-kept = Nội dung người khác đã lưu được giữ nguyên; nội dung của bạn còn ở trang trước.
refusal-conflict-next = Hãy quay lại, xem nội dung mới rồi quyết định gửi lại hay không.

refusal-too-large-title = Nội dung gửi lên quá lớn
refusal-too-large-what = Tệp hoặc biểu mẫu lớn hơn mức hệ thống nhận.
refusal-too-large-kept = Không có gì được lưu từ lần gửi này.
refusal-too-large-next = Hãy chia nhỏ hoặc nén tệp rồi gửi lại.

refusal-wrong-media-title = Loại nội dung không nhận được
refusal-wrong-media-what = Hệ thống không nhận loại tệp hoặc cách gửi này.
refusal-wrong-media-kept = Không có gì được lưu từ lần gửi này.
refusal-wrong-media-next = Hãy chuyển sang loại tệp ghi ở biểu mẫu rồi gửi lại.

refusal-unprocessable-title = Nội dung chưa hợp lệ
refusal-unprocessable-what = Nội dung gửi lên đọc được nhưng chưa đúng yêu cầu.
refusal-unprocessable-kept = Không có gì bị thay đổi.
refusal-unprocessable-next = Hãy quay lại trang trước, sửa các mục có lỗi rồi gửi lại.

refusal-too-many-title = Thao tác quá nhanh
refusal-too-many-what = Có quá nhiều lần thử trong thời gian ngắn.
refusal-too-many-kept = Không có gì bị thay đổi.
refusal-too-many-next = Hãy chờ một lát rồi thử lại.

refusal-internal-title = Hệ thống gặp lỗi
refusal-internal-what = Lỗi thuộc về hệ thống, không phải do bạn. Lỗi đã được ghi lại.
refusal-internal-kept = Việc đang làm dở không được lưu; những gì đã báo “Đã lưu” vẫn còn.
refusal-internal-next = Hãy thử lại. Nếu vẫn lỗi, gửi mã tham chiếu cho người quản trị.

refusal-unavailable-title = Hệ thống tạm dừng
refusal-unavailable-what = Không đọc hoặc ghi được cơ sở dữ liệu: mất kết nối, hết chỗ trên đĩa, hoặc hệ thống đang bảo trì.
refusal-unavailable-kept = Việc vừa làm chưa được báo là đã lưu; những gì đã báo “Đã lưu” vẫn còn.
refusal-unavailable-next = Hãy thử lại sau ít phút.

refusal-timed-out-title = Xử lý quá lâu
refusal-timed-out-what = Yêu cầu chưa xong trong thời gian cho phép nên đã dừng.
refusal-timed-out-kept = Những gì đã báo “Đã lưu” vẫn còn.
refusal-timed-out-next = Hãy tải lại trang để xem kết quả trước khi làm lại.

refusal-sign-in-first-title = Cần đăng nhập
refusal-sign-in-first-what = Phiên làm việc đã kết thúc hoặc chưa bắt đầu.
refusal-sign-in-first-kept = Không có gì bị thay đổi; nội dung vừa nhập còn ở trang trước.
refusal-sign-in-first-next = Hãy mở trang đăng nhập ở một thẻ khác, đăng nhập, rồi quay lại trang trước và gửi lại.

refusal-password-first-title = Hãy đổi mật khẩu trước
refusal-password-first-what = Mật khẩu hiện nay do người khác đặt, nên phải tự chọn mật khẩu mới trước khi làm việc.
refusal-password-first-kept = Việc vừa gửi chưa được thực hiện.
refusal-password-first-next = Hãy vào Tài khoản của tôi, đổi mật khẩu, rồi làm lại.
