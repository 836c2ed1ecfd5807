//! The words of the pages: Fluent files in `words/{vi,en}`, one per noun,
//! embedded at build. Vietnamese is the first language; what English lacks is
//! said in Vietnamese (a test lets no such gap through).
//!
//! Not here: dates and counts of days (`words::date`), figures
//! (`words::number`), the order of names (`words::order`). Official wording of
//! papers lives in the `papers` room.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub mod date;
pub mod number;
pub mod order;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// The two languages of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

/// What a message's argument may be: words, or a figure that is grouped and
/// that chooses the plural form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    Words(Cow<'a, str>),
    Figure(i64),
}

/// A figure of any width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub i64);

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| [bundle(Lang::Vi, VI), bundle(Lang::En, EN)]);

impl Lang {
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The language's tag, as in `lang="vi"` and in the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The same language, as the packs name it.
    pub fn of_packs(self) -> domain::bilingual::Language {
        match self {
            Self::Vi => domain::bilingual::Language::Vi,
            Self::En => domain::bilingual::Language::En,
        }
    }

    /// The first of our languages in an `Accept-Language` header, by its
    /// weights; only the first 16 entries are looked at.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for entry in header.split(',').take(16) {
            let mut parts = entry.split(';');
            let tag = parts.next().unwrap_or("").trim().to_ascii_lowercase();
            let primary = tag.split('-').next().unwrap_or("");
            let weight =
                parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            if let Some(lang) = Self::from_code(primary)
                && weight > 0.0
                && best.is_none_or(|(_, known)| weight > known)
            {
                best = Some((lang, weight));
            }
        }
        best.map(|(lang, _)| lang)
    }

    /// The message under `key`. A key that no file has is shown as `⟦key⟧`, so
    /// that it is seen rather than silently empty.
    pub fn t(self, key: &str) -> String {
        self.say(key, None)
    }

    /// The message under `key`, filled with named values.
    pub fn t_with<'a, V>(self, key: &str, values: &[(&'a str, V)]) -> String
    where
        V: Clone + Into<Value<'a>>,
    {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            match value.clone().into() {
                Value::Words(words) => args.set(*name, FluentValue::String(words)),
                Value::Figure(figure) => args.set(*name, FluentValue::from(figure)),
            }
        }
        self.say(key, Some(&args))
    }

    /// Whether some file of this language has the key.
    pub fn knows(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    fn bundle(self) -> &'static Bundle {
        match self {
            Self::Vi => &BUNDLES[0],
            Self::En => &BUNDLES[1],
        }
    }

    fn say(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        for lang in [self, Self::Vi] {
            let bundle = lang.bundle();
            if let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) {
                let mut errors = Vec::new();
                let words = bundle.format_pattern(pattern, args, &mut errors);
                if errors.is_empty() {
                    return words.into_owned();
                }
                tracing::error!(key, lang = lang.code(), ?errors, "a message lacks a value");
                return format!("⟦{key}⟧ {words}");
            }
        }
        tracing::error!(key, "no words under this key");
        format!("⟦{key}⟧")
    }
}

impl<'a> Value<'a> {
    pub fn words(words: &'a str) -> Self {
        Self::Words(Cow::Borrowed(words))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(words: &'a str) -> Self {
        Self::words(words)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(words: &'a String) -> Self {
        Self::words(words)
    }
}

impl From<String> for Value<'_> {
    fn from(words: String) -> Self {
        Self::Words(Cow::Owned(words))
    }
}

impl<C: Into<Count>> From<C> for Value<'_> {
    fn from(count: C) -> Self {
        Self::Figure(count.into().0)
    }
}

macro_rules! counts {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Count {
            fn from(count: $kind) -> Self {
                Self(i64::try_from(count).unwrap_or(i64::MAX))
            }
        }
        impl From<&$kind> for Count {
            fn from(count: &$kind) -> Self {
                Self::from(*count)
            }
        }
    )*};
}

counts!(i32, i64, u8, u16, u32, u64, usize);

fn bundle(lang: Lang, files: &[(&str, &str)]) -> Bundle {
    let tag = lang.code().parse().expect("vi and en are language tags");
    let mut bundle = Bundle::new_concurrent(vec![tag]);
    // No invisible direction marks around values: they would end up in copied
    // text, and both languages run left to right.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Vi => vietnamese_figure,
        Lang::En => english_figure,
    }));
    for (name, text) in files {
        let resource = FluentResource::try_new((*text).to_owned())
            .unwrap_or_else(|(_, errors)| panic!("words/{}/{name} does not parse: {errors:?}", lang.code()));
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("words/{}/{name} repeats a key: {errors:?}", lang.code());
        }
    }
    bundle
}

fn vietnamese_figure<M>(value: &FluentValue<'_>, _memoizer: &M) -> Option<String> {
    figure(Lang::Vi, value)
}

fn english_figure<M>(value: &FluentValue<'_>, _memoizer: &M) -> Option<String> {
    figure(Lang::En, value)
}

fn figure(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(lang.number(number.value as i64)),
        _ => None,
    }
}
