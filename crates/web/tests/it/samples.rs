//! Every page in every state, in both languages and both themes: well formed,
//! fully worded, and fit for people who do not see or do not use a mouse.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use rasoat_web::gate::rehearsal;
use rasoat_web::pages::{self, Rendered};
use rasoat_web::{Lang, Theme, assets, csrf};
use scraper::{ElementRef, Html, Selector};

/// Rendered once for all tests.
static ALL: LazyLock<Vec<(Lang, Theme, Rendered)>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for lang in Lang::ALL {
        for theme in Theme::ALL {
            for sample in pages::samples(&rehearsal::frame(lang, theme)) {
                all.push((lang, theme, sample));
            }
        }
    }
    assert!(all.len() > 50, "the samples are found");
    all
});

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).collect()
}

fn each(check: impl Fn(&str, &Html, &str)) {
    for (lang, theme, sample) in ALL.iter() {
        let name = format!("{} ({}, {})", sample.name, lang.code(), theme.code());
        check(&name, &Html::parse_document(&sample.html), &sample.html);
    }
}

#[test]
fn every_page_is_well_formed() {
    each(|name, page, html| {
        assert!(!html.starts_with("does not render"), "{name}: {html}");
        assert!(page.errors.is_empty(), "{name}: {:?}", page.errors);
        assert!(html.trim_end().ends_with("</html>"), "{name} ends early");
    });
}

#[test]
fn the_check_of_form_sees_a_broken_page() {
    for broken in [
        "<div><p></div></p>",
        "<p><b>a</p></b>",
        "<table><div></div></table>",
        "<a href=\"x\" href=\"y\">a</a>",
    ] {
        let page = Html::parse_document(&format!("<!doctype html><html><body>{broken}</body></html>"));
        assert!(!page.errors.is_empty(), "{broken}");
    }
}

#[test]
fn no_words_are_missing() {
    each(|name, _, html| {
        let place = html.find('⟦').map(|at| html[at..].chars().take(60).collect::<String>());
        assert_eq!(place, None, "{name}");
    });
}

#[test]
fn the_page_bears_its_language_and_theme() {
    for (lang, theme, sample) in ALL.iter() {
        let root = format!("<html lang=\"{}\" data-bs-theme=\"{}\">", lang.code(), theme.code());
        assert!(sample.html.contains(&root), "{}", sample.name);
    }
}

#[test]
fn nothing_needs_inline_style_or_script() {
    each(|name, page, _| {
        assert!(select(page, "[style], style").is_empty(), "{name}");
        for script in select(page, "script") {
            assert!(script.attr("src").is_some() && script.inner_html().is_empty(), "{name}");
        }
        for element in select(page, "*") {
            let acts = element.value().attrs().any(|(attribute, _)| attribute.starts_with("on"));
            assert!(!acts, "{name}: {}", element.html());
        }
    });
}

#[test]
fn headings_begin_with_one_and_skip_no_level() {
    each(|name, page, _| {
        let levels: Vec<u32> = select(page, "h1,h2,h3,h4,h5,h6")
            .iter()
            .filter_map(|heading| heading.value().name()[1..].parse().ok())
            .collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}: {levels:?}");
        let mut before = 0;
        for level in &levels {
            assert!(*level <= before + 1, "{name}: {levels:?}");
            before = *level;
        }
    });
}

#[test]
fn every_control_has_its_label() {
    each(|name, page, _| {
        let named: BTreeSet<&str> = select(page, "label[for]")
            .iter()
            .filter(|label| label.text().any(|text| !text.trim().is_empty()))
            .filter_map(|label| label.attr("for"))
            .collect();
        for control in select(page, "input, select, textarea") {
            if matches!(control.attr("type"), Some("hidden" | "submit")) {
                continue;
            }
            let labelled = control.attr("aria-label").is_some_and(|label| !label.is_empty())
                || control.attr("aria-labelledby").is_some()
                || control.attr("id").is_some_and(|id| named.contains(id));
            assert!(labelled, "{name}: {}", control.html());
        }
        for control in select(page, "button, a[href], summary") {
            let words: String = control.text().collect();
            let silent = control.attr("aria-hidden") == Some("true");
            assert!(silent || !words.trim().is_empty(), "{name}: {}", control.html());
        }
    });
}

#[test]
fn ids_are_used_once_and_references_lead_somewhere() {
    each(|name, page, _| {
        let mut ids = BTreeSet::new();
        for element in select(page, "[id]") {
            let id = element.attr("id").unwrap_or("");
            assert!(ids.insert(id.to_owned()), "{name}: two elements are called {id}");
        }
        let attributes = ["for", "aria-describedby", "aria-labelledby", "aria-controls", "form"];
        for attribute in attributes {
            for element in select(page, &format!("[{attribute}]")) {
                for id in element.attr(attribute).unwrap_or("").split_whitespace() {
                    assert!(ids.contains(id), "{name}: {attribute}={id}");
                }
            }
        }
        for link in select(page, "a[href^='#']") {
            let id = link.attr("href").unwrap_or("").trim_start_matches('#');
            assert!(ids.contains(id), "{name}: #{id}");
        }
    });
}

#[test]
fn every_form_that_changes_something_bears_its_token_first() {
    each(|name, page, _| {
        for form in select(page, "form") {
            let method = form.attr("method").unwrap_or("");
            assert!(matches!(method, "get" | "post"), "{name}: a form without a method");
            let first = form.descendent_elements().find(|element| element.value().name() == "input");
            let bears = first.is_some_and(|input| input.attr("name") == Some(csrf::FIELD));
            assert_eq!(bears, method == "post", "{name}: {}", form.html());
        }
    });
}

#[test]
fn pictures_and_files_exist() {
    each(|name, page, _| {
        for element in select(page, "[src], link[href], use") {
            let address = element.attr("src").or_else(|| element.attr("href")).unwrap_or("");
            let (file, icon) = address.split_once('#').unwrap_or((address, ""));
            let known = assets::ASSETS.iter().any(|asset| asset.address == file);
            assert!(known, "{name}: {address}");
            let drawn = icon.is_empty() || assets::ICONS.contains(&icon);
            assert!(drawn, "{name}: the sprite lacks {icon}");
        }
        for picture in select(page, "img") {
            assert!(picture.attr("alt").is_some(), "{name}: {}", picture.html());
        }
    });
}

#[test]
fn tables_name_their_columns() {
    each(|name, page, _| {
        for table in select(page, "table") {
            let caption = Selector::parse("caption").expect("a selector");
            assert!(table.select(&caption).next().is_some(), "{name}: a table without a caption");
        }
        for head in select(page, "th") {
            assert!(head.attr("scope").is_some(), "{name}: {}", head.html());
        }
    });
}

/// A macro's parameters hide the page's own names from the body it is called
/// with: a body that says one of them says something else than it means.
#[test]
fn no_body_of_a_macro_says_a_name_that_the_macro_hides() {
    let mut hidden: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    for part in crate::files::under("templates/parts", "html") {
        for rest in part.text.split("{% macro ").skip(1) {
            let (name, rest) = rest.split_once('(').expect("its parameters");
            let parameters = rest.split(')').next().unwrap_or("");
            let names =
                parameters.split(',').map(|one| one.split('=').next().unwrap_or("").trim().to_owned());
            // The frame and the list are handed on as they are.
            let names = names.filter(|one| !one.is_empty() && one != "f" && one != "table");
            hidden.entry(name.to_owned()).or_default().extend(names);
        }
    }
    assert!(hidden.get("panel").is_some_and(|names| names.len() == 3), "the macros are found");
    let mut bodies = 0;
    for page in crate::files::under("templates/pages", "html") {
        let mut within: Vec<String> = Vec::new();
        for piece in page.text.split('{').skip(1) {
            let Some(tag) = piece.strip_prefix('%').or_else(|| piece.strip_prefix('{')) else { continue };
            let tag = tag.split(['%', '}']).next().unwrap_or("").trim();
            if tag.starts_with("endcall") {
                within.pop();
                continue;
            }
            let called = tag.strip_prefix("call ").map(|call| call.split('(').next().unwrap_or(""));
            for name in within.iter().filter_map(|name| hidden.get(name)).flatten() {
                let mut words = tag.split(|c: char| !(c.is_alphanumeric() || "_.:\"'-".contains(c)));
                let says = words.any(|word| word == name || word.starts_with(&format!("{name}.")));
                assert!(!says, "{}: {{{{ {tag} }}}} says {name}, which the macro around it hides", page.path);
            }
            if let Some(name) = called {
                within.push(name.rsplit("::").next().unwrap_or(name).to_owned());
                bodies += 1;
            }
        }
    }
    assert!(bodies > 100, "the bodies are found");
}
