//! `styles.xml`: the looks of [`Style`] as Word styles, so that a paper can go on
//! being edited by its elements.

use super::body::{twips, word_align};
use super::package::W;
use super::pen::Pen;
use crate::style::{Look, Style};

/// The style of bordered tables.
pub const TABLE_STYLE: &str = "BangKe";

const FACE: &str = "Times New Roman";

pub fn styles() -> String {
    let mut pen = Pen::new();
    pen.open("w:styles", &[("xmlns:w", &W)]);
    defaults(&mut pen);
    pen.open("w:style", &[("w:type", &"paragraph"), ("w:default", &1), ("w:styleId", &"Normal")]);
    pen.empty("w:name", &[("w:val", &"Normal")]);
    pen.empty("w:qFormat", &[]);
    pen.close("w:style");
    for style in Style::ALL {
        paragraph_style(&mut pen, &style.look());
    }
    table_styles(&mut pen);
    pen.close("w:styles");
    pen.finish()
}

fn defaults(pen: &mut Pen) {
    pen.open("w:docDefaults", &[]);
    pen.open("w:rPrDefault", &[]);
    pen.open("w:rPr", &[]);
    pen.empty("w:rFonts", &[("w:ascii", &FACE), ("w:hAnsi", &FACE), ("w:eastAsia", &FACE), ("w:cs", &FACE)]);
    pen.empty("w:color", &[("w:val", &"000000")]);
    pen.empty("w:sz", &[("w:val", &28)]);
    pen.empty("w:szCs", &[("w:val", &28)]);
    pen.empty("w:lang", &[("w:val", &"vi-VN"), ("w:eastAsia", &"vi-VN"), ("w:bidi", &"ar-SA")]);
    pen.close("w:rPr");
    pen.close("w:rPrDefault");
    pen.open("w:pPrDefault", &[]);
    pen.open("w:pPr", &[]);
    pen.empty("w:spacing", &[("w:before", &0), ("w:after", &0), ("w:line", &240), ("w:lineRule", &"auto")]);
    pen.close("w:pPr");
    pen.close("w:pPrDefault");
    pen.close("w:docDefaults");
}

fn paragraph_style(pen: &mut Pen, look: &Look) {
    pen.open("w:style", &[("w:type", &"paragraph"), ("w:styleId", &look.id)]);
    pen.empty("w:name", &[("w:val", &look.name)]);
    pen.empty("w:basedOn", &[("w:val", &"Normal")]);
    pen.empty("w:qFormat", &[]);
    pen.open("w:pPr", &[]);
    if look.keep_next {
        pen.empty("w:keepNext", &[]);
    }
    pen.empty(
        "w:spacing",
        &[
            ("w:before", &twips(look.before)),
            ("w:after", &twips(look.after)),
            ("w:line", &twips(look.line * 12.0)),
            ("w:lineRule", &"auto"),
        ],
    );
    if look.first > 0.0 {
        pen.empty("w:ind", &[("w:firstLine", &twips(look.first))]);
    }
    pen.empty("w:jc", &[("w:val", &word_align(look.align))]);
    if look.outline > 0 {
        pen.empty("w:outlineLvl", &[("w:val", &(look.outline - 1))]);
    }
    pen.close("w:pPr");
    pen.open("w:rPr", &[]);
    if look.bold {
        pen.empty("w:b", &[]);
        pen.empty("w:bCs", &[]);
    }
    if look.italic {
        pen.empty("w:i", &[]);
        pen.empty("w:iCs", &[]);
    }
    // Half points.
    let size = (look.size * 2.0) as u32;
    pen.empty("w:sz", &[("w:val", &size)]);
    pen.empty("w:szCs", &[("w:val", &size)]);
    pen.close("w:rPr");
    pen.close("w:style");
}

fn table_styles(pen: &mut Pen) {
    pen.open("w:style", &[("w:type", &"table"), ("w:default", &1), ("w:styleId", &"TableNormal")]);
    pen.empty("w:name", &[("w:val", &"Normal Table")]);
    pen.empty("w:uiPriority", &[("w:val", &99)]);
    pen.open("w:tblPr", &[]);
    pen.empty("w:tblInd", &[("w:w", &0), ("w:type", &"dxa")]);
    cell_margins(pen, 0, 0);
    pen.close("w:tblPr");
    pen.close("w:style");
    pen.open("w:style", &[("w:type", &"table"), ("w:styleId", &TABLE_STYLE)]);
    pen.empty("w:name", &[("w:val", &"Bảng kẻ")]);
    pen.empty("w:basedOn", &[("w:val", &"TableNormal")]);
    pen.open("w:tblPr", &[]);
    pen.open("w:tblBorders", &[]);
    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
        pen.empty(side, &[("w:val", &"single"), ("w:sz", &4), ("w:space", &0), ("w:color", &"auto")]);
    }
    pen.close("w:tblBorders");
    cell_margins(pen, 40, 70);
    pen.close("w:tblPr");
    pen.close("w:style");
}

/// The room between a cell's border and its text, in twentieths of a point.
pub fn cell_margins(pen: &mut Pen, vertical: u16, horizontal: u16) {
    pen.open("w:tblCellMar", &[]);
    for (side, width) in
        [("w:top", vertical), ("w:left", horizontal), ("w:bottom", vertical), ("w:right", horizontal)]
    {
        pen.empty(side, &[("w:w", &width), ("w:type", &"dxa")]);
    }
    pen.close("w:tblCellMar");
}
