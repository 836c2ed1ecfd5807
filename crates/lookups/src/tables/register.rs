//! A register: entries by a name that stands once.

use crate::input::{Files, Place};
use crate::names::Names;
use anyhow::{Result, bail};

#[derive(Debug)]
pub struct Register<T> {
    all: Vec<T>,
    names: Names,
}

impl<T> Default for Register<T> {
    fn default() -> Self {
        Register { all: Vec::new(), names: Names::default() }
    }
}

impl<T> Register<T> {
    /// Adds an entry, a `what` that stands at `place` of `files`.
    ///
    /// # Errors
    /// When the name stands there already: nobody knows which of the two holds.
    pub(super) fn add(
        &mut self,
        name: &str,
        entry: T,
        what: &str,
        files: &Files,
        place: Place,
    ) -> Result<()> {
        if self.names.find(name).is_some() {
            let file = files.all.get(place.file as usize).map_or("", |file| file.name.as_str());
            bail!("{what} {name} có hai lần; lần thứ hai ở {file}, dòng {}", place.line);
        }
        self.names.number(name);
        self.all.push(entry);
        Ok(())
    }

    pub(super) fn each(&mut self) -> impl Iterator<Item = &mut T> {
        self.all.iter_mut()
    }

    pub fn find(&self, name: &str) -> Option<&T> {
        self.names.find(name).map(|number| &self.all[number as usize])
    }

    pub fn get(&self, index: u32) -> &T {
        &self.all[index as usize]
    }

    pub fn index(&self, name: &str) -> Option<u32> {
        self.names.find(name)
    }
}
