//! Whether tasks form a tree.
//!
//! Not here: counting over it (`rollup`).

use super::Task;
use crate::identifier::TaskId;
use std::collections::BTreeMap;

/// Deepest nesting of tasks; plans go four deep.
pub const MAX_DEPTH: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TreeFault {
    #[error("task {0} is given twice")]
    Twice(TaskId),
    #[error("the parent of task {0} is not there")]
    NoParent(TaskId),
    /// Deeper than [`MAX_DEPTH`], or a task that is its own ancestor.
    #[error("task {0} lies too deep or under itself")]
    TooDeep(TaskId),
}

/// # Errors
/// The first task that does not fit.
pub fn check_tree(tasks: &[Task]) -> Result<(), TreeFault> {
    let mut parents = BTreeMap::new();
    for task in tasks {
        if parents.insert(task.id, task.parent).is_some() {
            return Err(TreeFault::Twice(task.id));
        }
    }
    for task in tasks {
        if task.parent.is_some_and(|parent| !parents.contains_key(&parent)) {
            return Err(TreeFault::NoParent(task.id));
        }
        if ancestors(task.id, &parents).count() > MAX_DEPTH {
            return Err(TreeFault::TooDeep(task.id));
        }
    }
    Ok(())
}

/// The tasks above one, nearest first; at most [`MAX_DEPTH`] and one.
pub(super) fn ancestors(
    task: TaskId,
    parents: &BTreeMap<TaskId, Option<TaskId>>,
) -> impl Iterator<Item = TaskId> + '_ {
    let above = move |id: &TaskId| parents.get(id).copied().flatten();
    std::iter::successors(above(&task), above).take(MAX_DEPTH + 1)
}
