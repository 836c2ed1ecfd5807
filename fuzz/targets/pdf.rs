//! PDF, for the sweep and for plans.
//!
//! First byte: 0 the file as it is; otherwise parts that are put into a whole file: 0
//! what is drawn on the page, 1 the font's map to Unicode, 2 the font's dictionary, 3
//! a form that the page draws, 4 the page's further entries, 5 an annotation.

#![no_main]

use rasoat_fuzz::{build, fuzz, part, seed};

fuzz!(seed::pdfs, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    if choice % 2 == 0 {
        return both(data);
    }
    let mut given: [&[u8]; 6] = [b""; 6];
    for (kind, bytes) in part::parts(data) {
        given[usize::from(kind) % 6] = bytes;
    }
    let [drawn, map, font, form, page, note] = given;
    let page = [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [8 0 R] /Resources << /Font << /F1 5 0 R >> /XObject << /X1 7 0 R >> >> ".as_slice(),
        page,
        b" >>",
    ]
    .concat();
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page,
        build::stream("", drawn),
        [b"<< /Type /Font /ToUnicode 6 0 R ".as_slice(), font, b" >>"].concat(),
        build::stream("", map),
        build::stream(
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> /XObject << /X1 7 0 R >> >>",
            form,
        ),
        [b"<< /Type /Annot ".as_slice(), note, b" >>"].concat(),
    ];
    both(&build::pdf(&objects));
});

fn both(bytes: &[u8]) {
    sweep::examine("a.pdf", bytes, &sweep::Limits::default(), &mut |_| {});
    if !part::is_for_converter(bytes) {
        let _ = reader::read_words("a.pdf", bytes, &reader::Limits::default());
    }
}
