//! Finds the four Tinos faces that the PDF is set in, and says plainly what to
//! run when they are not there. Nothing else is built here.
use std::path::PathBuf;

/// The face's variable in the crate, and its file below the font package.
const FACES: [(&str, &str); 4] = [
    ("TINOS_REGULAR", "400Regular/Tinos_400Regular.ttf"),
    ("TINOS_ITALIC", "400Regular_Italic/Tinos_400Regular_Italic.ttf"),
    ("TINOS_BOLD", "700Bold/Tinos_700Bold.ttf"),
    ("TINOS_BOLD_ITALIC", "700Bold_Italic/Tinos_700Bold_Italic.ttf"),
];

fn main() {
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default())
        .join("../../assets/node_modules/@expo-google-fonts/tinos");
    for (variable, file) in FACES {
        let face = package.join(file);
        println!("cargo::rerun-if-changed={}", face.display());
        if face.is_file() {
            println!("cargo::rustc-env={variable}={}", face.display());
        } else {
            println!(
                "cargo::error=the font {file} is missing from assets/node_modules/@expo-google-fonts/tinos; \
                 run `npm ci` in the folder assets, then build again"
            );
        }
    }
}
