//! Ordinary texts of a province's offices, in many wordings.

const PLACES: [&str; 7] = ["An Sơn", "Bình Hải", "Cẩm Phong", "Đông Giang", "Hòa Lộc", "Lâm Thủy", "Tân Phú"];

/// Names and contents: each text for each place, as text and as a page.
pub fn documents() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (nth, text) in TEXTS.iter().enumerate() {
        for (at, place) in PLACES.iter().enumerate() {
            let head =
                format!("ỦY BAN NHÂN DÂN TỈNH {}\nSố: {}/KH-UBND\n", place.to_uppercase(), nth * 7 + at + 1);
            let text = format!("{head}{}\n", text.replace("{P}", place));
            found.push((format!("van-ban-{nth}-{at}.txt"), text.clone()));
            found.push((format!("van-ban-{nth}-{at}.html"), page(&text)));
        }
    }
    for (nth, table) in TABLES.iter().enumerate() {
        for (at, place) in PLACES.iter().enumerate() {
            let table = table.replace("{P}", place);
            found.push((format!("bang-{nth}-{at}.csv"), table.replace('|', ",")));
            found.push((format!("bang-{nth}-{at}.tsv"), table.replace('|', "\t")));
            found.push((format!("bang-{nth}-{at}.txt"), table.replace('|', "      ")));
            found.push((
                format!("bang-{nth}-{at}.md"),
                table.lines().map(|row| format!("|{row}|\n")).collect(),
            ));
            found.push((format!("bang-{nth}-{at}.html"), table_page(&table)));
        }
    }
    found
}

fn page(text: &str) -> String {
    let lines: String = text.lines().map(|line| format!("<p>{line}</p>\n")).collect();
    format!("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>{lines}</body></html>")
}

fn table_page(table: &str) -> String {
    let rows: String = table
        .lines()
        .map(|row| {
            format!(
                "<tr>{}</tr>\n",
                row.split('|').map(|cell| format!("<td>{cell}</td>")).collect::<String>()
            )
        })
        .collect();
    format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><p>BẢNG TỔNG HỢP</p><table border=\"1\">{rows}</table></body></html>"
    )
}

const TABLES: [&str; 9] = [
    "STT|Số, ký hiệu|Trích yếu|Độ mật|Nơi nhận\n1|01/BC|Báo cáo tình hình|TỐI MẬT|{P}\n2|02/KH|Kế hoạch|MẬT|{P}\n3|03/CV|Công văn|TUYỆT MẬT|{P}",
    "STT|Số, ký hiệu|Trích yếu|Mức độ mật|Nơi nhận\n1|01/BC|Báo cáo tình hình|TỐI MẬT|{P}\n2|02/KH|Kế hoạch|Thường|{P}",
    "Đơn vị|TUYỆT MẬT|TỐI MẬT|MẬT|Tổng\nSở Nội vụ|0|2|15|17\nSở Tài chính {P}|0|1|9|10",
    "Mức độ|Màu mực|Người có thẩm quyền\nTUYỆT MẬT|đỏ|Bộ trưởng\nTỐI MẬT|đỏ|Chủ tịch UBND tỉnh {P}\nMẬT|đỏ|Giám đốc sở",
    "Tài khoản|Mật khẩu|Ghi chú\nadmin|******|đổi mật khẩu định kỳ\n{P}|******|bảo mật",
    "Xã|Dân số|Diện tích|Mật độ\n{P}|12000|34|353\nTân Lập|8000|20|400",
    "Sản phẩm|Đơn giá|Ghi chú\nMẬT ONG RỪNG|250000|chai 1 lít\nMật mía|30000|{P}",
    "Năm|Văn bản đến: MẬT|Văn bản đi: MẬT\n2022|12|3\n2023|15|4",
    "Ngày|Văn bản|Độ mật\n01/02|Báo cáo {P}|MẬT\n03/02|Kế hoạch {P}|TỐI MẬT",
];

const TEXTS: [&str; 32] = [
    "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC\nĐiều 8. Phân loại bí mật nhà nước\n1. Bí mật nhà nước độ Tuyệt mật là bí mật nhà nước liên quan đến chính trị.\n2. Bí mật nhà nước độ Tối mật là ...\n3. Bí mật nhà nước độ Mật là ...",
    "THÔNG TƯ\nMẫu dấu chỉ độ mật\n- Mẫu dấu “TUYỆT MẬT”\n- Mẫu dấu “TỐI MẬT”\n- Mẫu dấu “MẬT”\n- Mẫu dấu “Tài liệu thu hồi”\n- Mẫu dấu “Chỉ người có tên mới được bóc bì”\nDấu “Bản số” được đóng ở góc phải.",
    "KẾ HOẠCH\nKiểm tra công tác bảo vệ bí mật nhà nước tại {P}\n1. Kiểm tra máy tính soạn thảo, lưu giữ tài liệu mật, tối mật, tuyệt mật.\n2. Kiểm tra việc đóng dấu Mật, dấu Tối mật, sổ đăng ký tài liệu mật đi, đến.",
    "TẬP HUẤN\nCÁC ĐỘ MẬT\nTUYỆT MẬT\nTỐI MẬT\nMẬT\nCâu hỏi: tài liệu nào là tài liệu tối mật?",
    "CÁC ĐỘ MẬT\nTUYỆT MẬT\nlà bí mật nhà nước nếu bị lộ có thể gây nguy hại đặc biệt nghiêm trọng.\nTỐI MẬT\nlà bí mật nhà nước nếu bị lộ có thể gây nguy hại rất nghiêm trọng.\nMẬT\nlà bí mật nhà nước nếu bị lộ có thể gây nguy hại nghiêm trọng.",
    "QUY ĐỊNH\nvề mật khẩu\nMẬT KHẨU\nMật khẩu phải có ít nhất 12 ký tự. Không ghi mật khẩu ra giấy. BẢO MẬT là trách nhiệm của mọi người tại {P}.",
    "THÔNG BÁO\nvề bảo mật thông tin khách hàng\nBẢO MẬT\nBÍ MẬT KINH DOANH\nBÍ MẬT ĐỜI TƯ\nCông ty giữ bí mật kinh doanh, bí mật đời tư.",
    "BÁO CÁO\nvề mật độ dân số {P}\nMẬT ĐỘ DÂN SỐ\nMật độ 353 người/km².",
    "GIẤY GIỚI THIỆU\nsản phẩm MẬT ONG HOA NHÃN của hợp tác xã {P}\nMẬT ONG\nGiá bán lẻ",
    "THƯ MỜI\nxem phim “Hồ sơ tuyệt mật” tại rạp {P}\nTriển lãm: Tuyệt mật đời tư",
    "PHIẾU TRÌNH\nĐộ mật: ☐ Mật ☐ Tối mật ☐ Tuyệt mật\nĐộ khẩn: ☐ Khẩn ☐ Thượng khẩn\nNội dung trình: kế hoạch {P}",
    "PHIẾU GỬI\nĐộ mật: Thường\nĐộ khẩn: Không\nBản số: 01\nKính gửi: Sở Nội vụ {P}",
    "PHIẾU TRÌNH\nĐộ mật: ................\nBản số: ......\nNội dung trình",
    "MẶT TRẬN TỔ QUỐC VIỆT NAM\nTỈNH {P}\nBáo cáo MẤT mùa, MẤT điện\nMẤT\nMẮT\nMẶT",
    "CÔNG VĂN\nV/v rà soát văn bản mật đã giải mật\nDanh mục văn bản đã giải mật của {P} được gửi kèm. Thời hạn bảo vệ bí mật nhà nước là 30 năm đối với độ Tuyệt mật.",
    "HƯỚNG DẪN\n1. TUYỆT MẬT: do Thủ tướng quyết định.\n2. TỐI MẬT: do Bộ trưởng quyết định.\n3. MẬT: do Chủ tịch quyết định.",
    "HƯỚNG DẪN\na) TUYỆT MẬT\nb) TỐI MẬT\nc) MẬT\nviệc đóng dấu do văn thư {P} thực hiện",
    "BÁO CÁO KẾT QUẢ\nTổng số tài liệu mật: 12; trong đó tối mật 02, tuyệt mật 0. Thu hồi 05 tài liệu mật. Số bản: 03.",
    "NHẮC NHỞ\nQuan hệ mật thiết giữa {P} và tỉnh bạn. Cơ mật viện là cơ quan thời Nguyễn. Mật vụ, mật thám, mật mã, mật thư, mật ngữ.",
    "TRẮC NGHIỆM\nCâu 1. Độ mật cao nhất là gì?\nA. MẬT\nB. TỐI MẬT\nC. TUYỆT MẬT\nĐáp án: C",
    "LỊCH CÔNG TÁC\nThứ hai: họp về dự thảo Danh mục bí mật nhà nước độ Tối mật, độ Mật của ngành.",
    "SỔ TAY\nKhi nhận bì có dấu A (tuyệt mật), B (tối mật), C (mật) văn thư {P} vào sổ rồi chuyển nguyên bì. Bì có dấu “Chỉ người có tên mới được bóc bì” thì không bóc.",
    "DỰ THẢO NGHỊ QUYẾT\nGiao Công an tỉnh {P} xác định độ mật, gia hạn thời hạn bảo vệ, điều chỉnh độ mật, giải mật.",
    "GIẢI MẬT\nGiải mật là việc xóa bỏ độ mật của bí mật nhà nước. Tăng mật, giảm mật là việc điều chỉnh độ mật.",
    "MỤC LỤC\n1. Tuyệt mật ........ 3\n2. Tối mật ........ 5\n3. Mật ........ 7",
    "Toi mat vi tien ngay hom qua. Toi mat ngu. TOI MAT TIEN ROI. Xin cac ban giup do, {P}.",
    "BIÊN BẢN KIỂM TRA\nPhát hiện 02 máy tính nối Internet soạn thảo tài liệu Tối mật. Đề nghị thu hồi tài liệu, niêm phong máy.",
    "THỰC ĐƠN\nChuối hột mật ong\nSườn nướng mật\nMật mía {P}",
    "TÊN ĐỀ TÀI\nNghiên cứu mật mã khối nhẹ\nMẬT MÃ HỌC\nMẬT MÃ\nMẬT VỤ\nMẬT THƯ",
    "QUY CHẾ\nBảo vệ tài liệu TỐI MẬT, TUYỆT MẬT của {P}\nCHƯƠNG I\nQUY ĐỊNH CHUNG",
    "CÁC MẪU DẤU\nMẬT\n\nTỐI MẬT\n\nTUYỆT MẬT\n\nTHƯỢNG KHẨN\n\nHỎA TỐC",
    "CÔNG BỐ DỊCH VỤ\nCAM KẾT BẢO MẬT\nTUYỆT ĐỐI BÍ MẬT\nGIỮ BÍ MẬT",
];
