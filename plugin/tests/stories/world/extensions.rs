//! Programs of others. Their code is what they do: a JSON text is their answer to everything, `trap`, `overdue` and `large` are how
//! they fail, and `reads` answers what it was told as its text.

use odoo_plugin::ports::{ExtensionError, ExtensionLimits, Extensions};
use serde_json::{Value, json};

use super::World;

impl Extensions for World {
    fn keep(&self, name: &str, code: &[u8]) -> Result<(), ExtensionError> {
        if code.starts_with(b"no module") {
            return Err(ExtensionError::Invalid("it is no *WebAssembly*".into()));
        }
        self.programs.borrow_mut().insert(name.into(), code.into());
        Ok(())
    }

    fn run(
        &self,
        name: &str,
        function: &str,
        input: &[u8],
        limits: &ExtensionLimits,
    ) -> Result<Vec<u8>, ExtensionError> {
        let code = self.programs.borrow().get(name).cloned().ok_or(ExtensionError::Absent)?;
        assert_eq!((function, limits.time.as_millis(), limits.memory_bytes_max), ("transform", 100, 16 << 20));
        self.heard.borrow_mut().push(serde_json::from_slice(input).expect("JSON"));
        match code.as_slice() {
            b"trap" => Err(ExtensionError::Failed("@all **unreachable**".into())),
            b"overdue" => Err(ExtensionError::Overdue),
            b"large" => Err(ExtensionError::TooLarge),
            b"reads" => {
                let input: Value = serde_json::from_slice(input).expect("JSON");
                Ok(json!({"text": input["event"]["title"]}).to_string().into_bytes())
            }
            answer => Ok(answer.into()),
        }
    }
}
