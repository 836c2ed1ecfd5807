//! A chart as DrawingML (ECMA-376 part 1, 21.2): a file of its own with its numbers
//! inside, so that no workbook has to come along; and its place in the text.

use super::package::R;
use super::pen::Pen;
use crate::chart::{BarStand, Chart};

const C: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const WP: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
/// English metric units in a point.
const EMU: f64 = 12_700.0;
/// The height of upright bars with their labels, in points.
const UPRIGHT: f64 = 190.0;
/// The height of a lying bar, and of what stands around them.
const LYING: (f64, f64) = (20.0, 42.0);
/// Sixtieths of a thousandth of a degree: a quarter turn to the left.
const ON_END: i32 = -5_400_000;
const CATEGORIES: u32 = 111_111_111;
const VALUES: u32 = 222_222_222;

/// The chart's place in the text: a paragraph with the drawing alone.
pub fn place(pen: &mut Pen, chart: &Chart, id: &str, number: usize, width: f64) {
    let height = match chart.stand {
        BarStand::Upright => UPRIGHT,
        BarStand::Lying => LYING.0 * chart.bars.len() as f64 + LYING.1,
    };
    let (cx, cy) = ((width * EMU) as i64, (height * EMU) as i64);
    pen.open("w:p", &[]);
    pen.open("w:pPr", &[]);
    pen.empty("w:jc", &[("w:val", &"center")]);
    pen.close("w:pPr");
    pen.open("w:r", &[]);
    pen.open("w:drawing", &[]);
    let none = 0;
    pen.open(
        "wp:inline",
        &[("xmlns:wp", &WP), ("distT", &none), ("distB", &none), ("distL", &none), ("distR", &none)],
    );
    pen.empty("wp:extent", &[("cx", &cx), ("cy", &cy)]);
    pen.empty("wp:effectExtent", &[("l", &none), ("t", &none), ("r", &none), ("b", &none)]);
    pen.empty(
        "wp:docPr",
        &[
            ("id", &number),
            ("name", &format!("Biểu đồ {number}")),
            ("descr", &chart.alt),
            ("title", &chart.title),
        ],
    );
    pen.empty("wp:cNvGraphicFramePr", &[]);
    pen.open("a:graphic", &[("xmlns:a", &A)]);
    pen.open("a:graphicData", &[("uri", &C)]);
    pen.empty("c:chart", &[("xmlns:c", &C), ("xmlns:r", &R), ("r:id", &id)]);
    pen.close("a:graphicData");
    pen.close("a:graphic");
    pen.close("wp:inline");
    pen.close("w:drawing");
    pen.close("w:r");
    pen.close("w:p");
}

/// The chart's own file.
pub fn file(chart: &Chart) -> String {
    let mut pen = Pen::new();
    pen.open("c:chartSpace", &[("xmlns:c", &C), ("xmlns:a", &A), ("xmlns:r", &R)]);
    value(&mut pen, "c:date1904", &0);
    value(&mut pen, "c:lang", &"vi-VN");
    value(&mut pen, "c:roundedCorners", &0);
    pen.open("c:chart", &[]);
    value(&mut pen, "c:autoTitleDeleted", &1);
    pen.open("c:plotArea", &[]);
    pen.empty("c:layout", &[]);
    bars(&mut pen, chart);
    category_axis(&mut pen, chart);
    value_axis(&mut pen, chart);
    pen.close("c:plotArea");
    if chart.series.len() > 1 {
        pen.open("c:legend", &[]);
        value(&mut pen, "c:legendPos", &"b");
        value(&mut pen, "c:overlay", &0);
        text_size(&mut pen, 1_100, None);
        pen.close("c:legend");
    }
    value(&mut pen, "c:plotVisOnly", &1);
    value(&mut pen, "c:dispBlanksAs", &"gap");
    pen.close("c:chart");
    pen.open("c:spPr", &[]);
    pen.empty("a:noFill", &[]);
    pen.open("a:ln", &[]);
    pen.empty("a:noFill", &[]);
    pen.close("a:ln");
    pen.close("c:spPr");
    text_size(&mut pen, 1_000, None);
    pen.close("c:chartSpace");
    pen.finish()
}

fn bars(pen: &mut Pen, chart: &Chart) {
    let stacked = chart.series.len() > 1;
    pen.open("c:barChart", &[]);
    let direction = match chart.stand {
        BarStand::Upright => "col",
        BarStand::Lying => "bar",
    };
    value(pen, "c:barDir", &direction);
    value(pen, "c:grouping", &if stacked { "stacked" } else { "clustered" });
    value(pen, "c:varyColors", &0);
    for (place, name) in chart.series.iter().enumerate() {
        pen.open("c:ser", &[]);
        value(pen, "c:idx", &place);
        value(pen, "c:order", &place);
        pen.open("c:tx", &[]);
        pen.leaf("c:v", &[], name);
        pen.close("c:tx");
        pen.open("c:spPr", &[]);
        fill(pen, chart.colour(place));
        pen.close("c:spPr");
        value(pen, "c:invertIfNegative", &0);
        if chart.stand == BarStand::Lying && !stacked {
            value_labels(pen, chart);
        }
        categories(pen, chart);
        numbers(pen, chart, place);
        pen.close("c:ser");
    }
    value(pen, "c:gapWidth", &45);
    if stacked {
        value(pen, "c:overlap", &100);
    }
    value(pen, "c:axId", &CATEGORIES);
    value(pen, "c:axId", &VALUES);
    pen.close("c:barChart");
}

fn value_labels(pen: &mut Pen, chart: &Chart) {
    pen.open("c:dLbls", &[]);
    number_format(pen, chart.places);
    pen.open("c:spPr", &[]);
    pen.empty("a:noFill", &[]);
    pen.close("c:spPr");
    text_size(pen, 1_000, None);
    value(pen, "c:dLblPos", &"outEnd");
    for (what, shown) in [
        ("c:showLegendKey", 0),
        ("c:showVal", 1),
        ("c:showCatName", 0),
        ("c:showSerName", 0),
        ("c:showPercent", 0),
        ("c:showBubbleSize", 0),
    ] {
        value(pen, what, &shown);
    }
    pen.close("c:dLbls");
}

fn categories(pen: &mut Pen, chart: &Chart) {
    pen.open("c:cat", &[]);
    pen.open("c:strLit", &[]);
    value(pen, "c:ptCount", &chart.bars.len());
    for (place, bar) in chart.bars.iter().enumerate() {
        pen.open("c:pt", &[("idx", &place)]);
        pen.leaf("c:v", &[], &bar.label);
        pen.close("c:pt");
    }
    pen.close("c:strLit");
    pen.close("c:cat");
}

fn numbers(pen: &mut Pen, chart: &Chart, series: usize) {
    pen.open("c:val", &[]);
    pen.open("c:numLit", &[]);
    pen.leaf("c:formatCode", &[], format_code(chart.places));
    value(pen, "c:ptCount", &chart.bars.len());
    for (place, number) in chart.values(series).enumerate() {
        pen.open("c:pt", &[("idx", &place)]);
        pen.leaf("c:v", &[], &format!("{number:.*}", usize::from(chart.places)));
        pen.close("c:pt");
    }
    pen.close("c:numLit");
    pen.close("c:val");
}

fn category_axis(pen: &mut Pen, chart: &Chart) {
    pen.open("c:catAx", &[]);
    value(pen, "c:axId", &CATEGORIES);
    pen.open("c:scaling", &[]);
    // The first of lying bars stands on top.
    let order = if chart.stand == BarStand::Lying { "maxMin" } else { "minMax" };
    value(pen, "c:orientation", &order);
    pen.close("c:scaling");
    value(pen, "c:delete", &0);
    value(pen, "c:axPos", &if chart.stand == BarStand::Lying { "l" } else { "b" });
    pen.empty("c:numFmt", &[("formatCode", &"General"), ("sourceLinked", &0)]);
    value(pen, "c:majorTickMark", &"none");
    value(pen, "c:minorTickMark", &"none");
    value(pen, "c:tickLblPos", &"nextTo");
    line(pen, "74868b");
    text_size(pen, 1_000, Some(if chart.labels_on_end() { ON_END } else { 0 }));
    value(pen, "c:crossAx", &VALUES);
    value(pen, "c:crosses", &"autoZero");
    value(pen, "c:auto", &0);
    value(pen, "c:lblAlgn", &"ctr");
    value(pen, "c:lblOffset", &100);
    value(pen, "c:tickLblSkip", &1);
    value(pen, "c:noMultiLvlLbl", &1);
    pen.close("c:catAx");
}

fn value_axis(pen: &mut Pen, chart: &Chart) {
    let marks = chart.scale();
    pen.open("c:valAx", &[]);
    value(pen, "c:axId", &VALUES);
    pen.open("c:scaling", &[]);
    value(pen, "c:orientation", &"minMax");
    value(pen, "c:max", &marks.last().copied().unwrap_or(1.0));
    value(pen, "c:min", &0);
    pen.close("c:scaling");
    value(pen, "c:delete", &0);
    value(pen, "c:axPos", &if chart.stand == BarStand::Lying { "b" } else { "l" });
    pen.open("c:majorGridlines", &[]);
    line(pen, "d6dfe0");
    pen.close("c:majorGridlines");
    axis_title(pen, chart);
    number_format(pen, if chart.scale_is_whole() { 0 } else { chart.places });
    value(pen, "c:majorTickMark", &"none");
    value(pen, "c:minorTickMark", &"none");
    value(pen, "c:tickLblPos", &"nextTo");
    pen.open("c:spPr", &[]);
    pen.open("a:ln", &[]);
    pen.empty("a:noFill", &[]);
    pen.close("a:ln");
    pen.close("c:spPr");
    text_size(pen, 1_000, Some(0));
    value(pen, "c:crossAx", &CATEGORIES);
    // Lying bars begin on top, so the scale below them crosses at the far end.
    value(pen, "c:crosses", &if chart.stand == BarStand::Lying { "max" } else { "autoZero" });
    value(pen, "c:crossBetween", &"between");
    value(pen, "c:majorUnit", &marks.get(1).copied().unwrap_or(1.0));
    pen.close("c:valAx");
}

fn axis_title(pen: &mut Pen, chart: &Chart) {
    pen.open("c:title", &[]);
    pen.open("c:tx", &[]);
    pen.open("c:rich", &[]);
    let turned = if chart.stand == BarStand::Lying { 0 } else { ON_END };
    pen.empty("a:bodyPr", &[("rot", &turned), ("vert", &"horz")]);
    pen.open("a:p", &[]);
    pen.open("a:pPr", &[]);
    pen.empty("a:defRPr", &[("sz", &1_000), ("b", &0)]);
    pen.close("a:pPr");
    pen.open("a:r", &[]);
    pen.empty("a:rPr", &[("lang", &"vi-VN"), ("sz", &1_000), ("b", &0)]);
    pen.leaf("a:t", &[], &chart.unit);
    pen.close("a:r");
    pen.close("a:p");
    pen.close("c:rich");
    pen.close("c:tx");
    value(pen, "c:overlay", &0);
    pen.close("c:title");
}

/// Text in hundredths of a point, turned by `rotation` where it may not turn itself.
fn text_size(pen: &mut Pen, size: u32, rotation: Option<i32>) {
    pen.open("c:txPr", &[]);
    match rotation {
        Some(rotation) => pen.empty("a:bodyPr", &[("rot", &rotation), ("vert", &"horz")]),
        None => pen.empty("a:bodyPr", &[]),
    }
    pen.open("a:p", &[]);
    pen.open("a:pPr", &[]);
    pen.open("a:defRPr", &[("sz", &size), ("b", &0)]);
    fill(pen, "000000");
    pen.empty("a:latin", &[("typeface", &"Times New Roman")]);
    pen.empty("a:cs", &[("typeface", &"Times New Roman")]);
    pen.close("a:defRPr");
    pen.close("a:pPr");
    pen.empty("a:endParaRPr", &[("lang", &"vi-VN")]);
    pen.close("a:p");
    pen.close("c:txPr");
}

fn line(pen: &mut Pen, colour: &str) {
    pen.open("c:spPr", &[]);
    pen.open("a:ln", &[("w", &6_350)]);
    fill(pen, colour);
    pen.close("a:ln");
    pen.close("c:spPr");
}

fn fill(pen: &mut Pen, colour: &str) {
    pen.open("a:solidFill", &[]);
    pen.empty("a:srgbClr", &[("val", &colour)]);
    pen.close("a:solidFill");
}

fn number_format(pen: &mut Pen, places: u8) {
    pen.empty("c:numFmt", &[("formatCode", &format_code(places)), ("sourceLinked", &0)]);
}

/// With the points and commas of Vietnamese, not of the office program's language.
fn format_code(places: u8) -> &'static str {
    match places {
        0 => "[$-42A]#,##0",
        1 => "[$-42A]#,##0.0",
        _ => "[$-42A]#,##0.00",
    }
}

fn value(pen: &mut Pen, element: &str, value: &dyn std::fmt::Display) {
    pen.empty(element, &[("val", value)]);
}
