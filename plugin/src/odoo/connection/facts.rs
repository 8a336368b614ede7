use serde_json::Value;

use super::{Connection, Search};
use crate::odoo::partner::Partner;
use crate::odoo::{Call, Filter, Listed, Method, OdooError, Outage, Release, Surroundings, UserId};

/// What an account may be allowed to do with the records of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// See.
    Read,
    /// Make.
    Create,
    /// Change.
    Write,
    /// Delete. This plugin never does; an account that may has rights to spare.
    Delete,
}

impl Connection<'_> {
    /// Odoo's version, such as `17.0`, asked anew: no other question costs Odoo as little.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn version(&self) -> Result<String, OdooError> {
        self.line.version()
    }

    /// What the answer with the version told besides: the server's clock and certificate.
    #[must_use]
    pub fn surroundings(&self) -> Surroundings {
        self.line.surroundings()
    }

    /// Reads something that every account may read: the version is told to anybody, and a user id may be known from before.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn prove(&self) -> Result<(), OdooError> {
        let filter = Filter::All(Vec::new());
        let search = Search { model: Partner::MODEL, filter: &filter, fields: &["id"], order: "id asc", limit: 1 };
        self.search_read(&search).map(drop)
    }

    /// What is special about Odoo's version. Kept for 24 h.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn release(&self) -> Result<Release, OdooError> {
        let version = self.line.known_version().map_or_else(|| self.version(), Ok)?;
        Release::parse(&version).ok_or_else(|| Outage::Malformed.into())
    }

    /// Which user the account is.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn user_id(&self) -> Result<UserId, OdooError> {
        self.line.user()
    }

    /// A real login, whatever is known: Odoo's workers go on accepting a removed key that they have accepted before.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn sign_in(&self) -> Result<UserId, OdooError> {
        self.line.fresh_user()
    }

    /// Whether the account may do something with records of the model; rules for single records are not looked at.
    ///
    /// # Errors
    /// See [`OdooError`]; [`OdooError::NotInstalled`] for a model that is not there.
    pub fn may(&self, model: &'static str, operation: Operation) -> Result<bool, OdooError> {
        let answer = self.execute(self.may_call(model, operation)?)?;
        answer.as_bool().ok_or_else(|| Outage::Malformed.into())
    }

    /// The same as a call that answers yes or no, to be asked among others with [`Connection::execute_all`].
    ///
    /// # Errors
    /// See [`OdooError`]; the version of Odoo may have to be asked for.
    pub fn may_call(&self, model: &'static str, operation: Operation) -> Result<Call, OdooError> {
        let call = if self.release()?.has_access_method() {
            Call::new(model, Method::HasAccess)
        } else {
            Call::new(model, Method::CheckAccessRights).with("raise_exception", false)
        };
        Ok(call.with("operation", operation.name()))
    }

    /// The model and id behind an external id such as `mail.mail_activity_data_todo`; none if there is none, or none
    /// that the account may see.
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn xml_id(&self, module: &str, name: &str) -> Result<Option<(String, i64)>, OdooError> {
        Self::read_xml_id(self.execute(Self::xml_id_call(module, name)))
    }

    /// The same as a call whose answer [`Connection::read_xml_id`] understands, to be asked among others with
    /// [`Connection::execute_all`].
    #[must_use]
    pub fn xml_id_call(module: &str, name: &str) -> Call {
        Call::new("ir.model.data", Method::CheckObjectReference).with("module", module).with("xml_id", name)
    }

    /// The model and id of an answer to [`Connection::xml_id_call`].
    ///
    /// # Errors
    /// See [`OdooError`].
    pub fn read_xml_id(answer: Result<Value, OdooError>) -> Result<Option<(String, i64)>, OdooError> {
        let answer = match answer {
            Err(OdooError::Defect(fault)) if fault.message.starts_with("External ID not found") => return Ok(None),
            answer => answer?,
        };
        match answer.as_array().map(Vec::as_slice) {
            Some([Value::String(model), Value::Number(id)]) => Ok(id.as_i64().map(|id| (model.clone(), id))),
            Some([Value::String(_), Value::Bool(false)]) => Ok(None),
            _ => Err(Outage::Malformed.into()),
        }
    }
}

impl Operation {
    fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Create => "create",
            Self::Write => "write",
            Self::Delete => "unlink",
        }
    }
}
