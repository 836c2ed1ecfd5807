//! What the control words of RTF do: destinations, ends of lines and cells, looks.

use super::{Purpose, Reader};
use crate::read::code_page;
use crate::text::Carrier;

impl Reader<'_, '_> {
    /// What a control word does, besides those that hold text themselves.
    pub(super) fn word(&mut self, word: &str, number: Option<i64>) {
        let on = number != Some(0);
        if self.now.purpose == Purpose::Skipped {
            return;
        }
        match word {
            "header" | "headerl" | "headerr" | "headerf" => self.begin(Purpose::Text(Carrier::Header, false)),
            "footer" | "footerl" | "footerr" | "footerf" => self.begin(Purpose::Text(Carrier::Footer, false)),
            "footnote" => self.begin(Purpose::Text(Carrier::Footnote, false)),
            "annotation" => self.begin(Purpose::Text(Carrier::Comment, false)),
            "shptxt" | "dptxbxtext" => self.begin(Purpose::Text(Carrier::TextBox, true)),
            "title" | "subject" | "author" | "keywords" | "doccomm" | "company" | "manager" | "category"
            | "operator" | "hlinkbase" | "propname" | "staticval" | "docvar" => {
                self.begin(Purpose::Text(Carrier::Property, false));
            }
            "fonttbl" => self.now.purpose = Purpose::Fonts,
            "sn" => {
                self.shape_name.clear();
                self.now.purpose = Purpose::ShapeName;
            }
            "sv" => {
                self.shape_value.clear();
                self.now.purpose = Purpose::ShapeValue;
            }
            "objdata" => {
                self.object.clear();
                self.half = None;
                self.now.purpose = Purpose::Object;
            }
            "pict" => {
                self.gather.reading.pictures = true;
                self.now.purpose = Purpose::Skipped;
            }
            "colortbl" | "stylesheet" | "shprslt" | "fldinst" | "nonshppict" | "listtext" | "pntext"
            | "themedata" | "colorschememapping" | "datastore" | "latentstyles" | "listtable" | "revtbl"
            | "rsidtbl" | "generator" | "xmlnstbl" | "filetbl" | "bkmkstart" | "bkmkend" | "atnid"
            | "atnauthor" => {
                self.now.purpose = Purpose::Skipped;
            }
            "info" | "shpinst" | "userprops" | "background" | "do" | "shppict" | "txfieldtext"
            | "nesttableprops" | "object" | "result" | "shp" | "shpgrp" | "sp" | "sectunlocked" | "pn" => {}
            _ if self.star => self.now.purpose = Purpose::Skipped,
            _ => self.format(word, number, on),
        }
    }

    fn format(&mut self, word: &str, number: Option<i64>, on: bool) {
        match word {
            "par" | "sect" | "page" => self.end_paragraph(),
            "line" | "lbr" => self.text("\n"),
            "tab" => self.text("\t"),
            "cell" | "nestcell" => self.end_cell(),
            "row" | "nestrow" => self.end_row(),
            "trowd" => self.in_table = true,
            "intbl" => self.in_table = true,
            "pard" => {
                self.in_table = false;
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.framed = false;
                    paragraph.borders = 0;
                }
            }
            "posx" | "posy" | "posxc" | "posxr" | "posyc" | "pvpg" | "phpg" | "absw" | "box" => {
                self.paragraphs.last_mut().into_iter().for_each(|paragraph| paragraph.framed = true);
            }
            "brdrt" | "brdrb" | "brdrl" | "brdrr" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.borders += 1;
                    paragraph.framed |= paragraph.borders >= 4;
                }
            }
            "plain" => {
                self.now.hidden = false;
                self.now.capitals = false;
                self.now.deleted = false;
            }
            "v" => self.now.hidden = on,
            "caps" | "scaps" => self.now.capitals = on,
            "deleted" => self.now.deleted = on,
            "uc" => self.now.after_unicode = number.unwrap_or(1).clamp(0, 8) as usize,
            "ansicpg" => {
                self.page = code_page::of(number.unwrap_or(1252));
                self.now.encoding = self.page;
            }
            "f" => {
                self.now.font = number.unwrap_or(0) as i32;
                if self.now.purpose != Purpose::Fonts {
                    let known = self.fonts.get(&self.now.font).and_then(|(_, encoding)| *encoding);
                    self.now.encoding = known.unwrap_or(self.page);
                }
            }
            "fcharset" if self.now.purpose == Purpose::Fonts => {
                let encoding = code_page::of_char_set(number.unwrap_or(0));
                self.fonts.entry(self.now.font).or_default().1 = encoding;
            }
            "emdash" | "endash" => self.text("-"),
            "enspace" | "emspace" | "qmspace" => self.text(" "),
            "lquote" | "rquote" => self.text("'"),
            "ldblquote" | "rdblquote" => self.text("\""),
            "bullet" => self.text("•"),
            _ => {}
        }
    }
}
