//! How papers speak of a campaign: what is inspected, by which plan.

use domain::text::fold;

/// What a title may begin with that a paper about an inspection says itself.
const SAID: [&str; 9] = [
    "kế hoạch",
    "kiểm tra",
    "thanh tra",
    "đánh giá",
    "rà soát",
    "khảo sát",
    "giám sát",
    "tự kiểm tra",
    "phúc tra",
];

/// What is inspected, from the plan's title: "Kế hoạch kiểm tra, đánh giá công
/// tác …" becomes "công tác …".
pub fn subject(title: &str) -> String {
    let mut rest = title.trim();
    let mut verb = true;
    while verb {
        verb = false;
        let bare = rest.trim_start_matches([',', ' ']);
        let bare = bare.strip_prefix("và ").unwrap_or(bare);
        for word in SAID {
            let begins = bare.chars().count() > word.chars().count()
                && fold(&bare.chars().take(word.chars().count()).collect::<String>()) == fold(word);
            let after = bare.char_indices().nth(word.chars().count()).map_or("", |(at, _)| &bare[at..]);
            if begins && after.starts_with([',', ' ']) {
                rest = after;
                verb = true;
                break;
            }
        }
    }
    let rest = rest.trim_start_matches([',', ' ']);
    if rest.is_empty() { title.trim().to_owned() } else { rest.to_owned() }
}

/// " số 12/KH-TBANM"; a number still to be given leaves room to write it in.
pub fn numbered(number: &str) -> String {
    match number.trim() {
        "" => String::new(),
        number if number.starts_with('/') => format!(" số ……{number}"),
        number => format!(" số {number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_the_title_without_what_the_papers_say_themselves() {
        for (title, wanted) in [
            ("Kế hoạch kiểm tra công tác an ninh mạng năm 2026", "công tác an ninh mạng năm 2026"),
            ("Kiểm tra công tác bảo vệ bí mật nhà nước", "công tác bảo vệ bí mật nhà nước"),
            ("Kiểm tra, đánh giá công tác an ninh mạng", "công tác an ninh mạng"),
            ("Kế hoạch rà soát và đánh giá hệ thống", "hệ thống"),
            ("KẾ HOẠCH Kiểm tra an toàn thông tin", "an toàn thông tin"),
            ("An ninh mạng năm 2026", "An ninh mạng năm 2026"),
            ("Kiểm tra", "Kiểm tra"),
        ] {
            assert_eq!(subject(title), wanted);
        }
    }

    #[test]
    fn a_number_to_come_leaves_room() {
        assert_eq!(numbered("12/KH-TBANM"), " số 12/KH-TBANM");
        assert_eq!(numbered("/KH-TBANM"), " số ……/KH-TBANM");
        assert_eq!(numbered(""), "");
    }
}
