//! Lists of algorithms: a list that begins with `+`, `-` or `^` changes the one the
//! version has by itself.

/// Algorithms of a list, at most.
const MOST: usize = 200;

pub(super) fn assembled(list: &str, known: &str) -> Vec<String> {
    let names = |text: &str| -> Vec<String> {
        text.split(',').map(str::trim).filter(|one| !one.is_empty()).take(MOST).map(str::to_owned).collect()
    };
    let known = names(known);
    let mut out = Vec::new();
    let mut add = |one: String| {
        if !out.contains(&one) {
            out.push(one);
        }
    };
    match list.split_at_checked(1) {
        Some(("+", rest)) => known.into_iter().chain(names(rest)).for_each(&mut add),
        Some(("^", rest)) => names(rest).into_iter().chain(known).for_each(&mut add),
        Some(("-", rest)) => {
            let gone = names(rest);
            known.into_iter().filter(|one| !gone.iter().any(|gone| glob(gone, one))).for_each(&mut add);
        }
        _ => names(list).into_iter().for_each(&mut add),
    }
    out
}

/// `*` stands for any text, `?` for any character.
pub(super) fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t, mut star, mut mark) = (0, 0, None, 0);
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some(p);
                mark = t;
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some(at) => {
                    p = at + 1;
                    mark += 1;
                    t = mark;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}
