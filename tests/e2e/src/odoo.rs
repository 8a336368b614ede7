//! Odoo itself, to prepare what a story finds there.

use playground::OdooAccess;
use serde_json::{Value, json};

use crate::site::Answer;

/// A session of the service account.
pub struct Odoo {
    access: OdooAccess,
    uid: Value,
    http: reqwest::Client,
}

impl Odoo {
    /// Signs in.
    pub async fn connect(access: &OdooAccess) -> Self {
        let mut odoo = Self { access: access.clone(), uid: Value::Null, http: reqwest::Client::new() };
        let credentials = json!([access.database, access.login, access.api_key, {}]);
        odoo.uid = result("authenticate", odoo.call("common", "authenticate", credentials).await);
        assert!(odoo.uid.is_number(), "Odoo refuses {}", access.login);
        odoo
    }

    /// The service account.
    pub fn uid(&self) -> &Value {
        &self.uid
    }

    /// The only record of that name.
    pub async fn id_of(&self, model: &str, name: &str) -> i64 {
        match self.search(model, json!([["name", "=", name]])).await.as_slice() {
            [id] => *id,
            ids => panic!("one {model} called {name} expected, not {ids:?}"),
        }
    }

    /// What is planned for a record.
    pub async fn activities_of(&self, model: &str, id: i64) -> Vec<i64> {
        self.search("mail.activity", json!([["res_model", "=", model], ["res_id", "=", id]])).await
    }

    /// The value of a field of a record.
    pub async fn value(&self, model: &str, id: i64, field: &str) -> Value {
        self.execute(model, "read", json!([[id], [field]])).await[0][field].clone()
    }

    /// How many records have that name, archived ones not counted.
    pub async fn count(&self, model: &str, name: &str) -> i64 {
        let count = self.execute(model, "search_count", json!([[["name", "=", name]]])).await;
        count.as_i64().expect("a count is a number")
    }

    /// The files on a record, the first one first: name and base64.
    pub async fn files_of(&self, model: &str, id: i64) -> Vec<(String, String)> {
        let ids = self.search("ir.attachment", json!([["res_model", "=", model], ["res_id", "=", id]])).await;
        let rows = self.execute("ir.attachment", "read", json!([ids, ["name", "datas"]])).await;
        let mut rows = rows.as_array().expect("rows").clone();
        rows.sort_by_key(|row| row["id"].as_i64());
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        rows.iter().map(|row| (text(&row["name"]), text(&row["datas"]))).collect()
    }

    /// Creates a record and returns its id.
    pub async fn create(&self, model: &str, values: Value) -> i64 {
        self.execute(model, "create", json!([values])).await.as_i64().expect("ids are numbers")
    }

    /// Changes a record.
    pub async fn write(&self, model: &str, id: i64, values: Value) {
        self.execute(model, "write", json!([[id], values])).await;
    }

    /// Archives a record.
    pub async fn archive(&self, model: &str, id: i64) {
        self.write(model, id, json!({"active": false})).await;
    }

    /// Deletes a record.
    pub async fn delete(&self, model: &str, id: i64) {
        self.execute(model, "unlink", json!([[id]])).await;
    }

    /// Calls a method that Odoo refuses.
    ///
    /// # Panics
    /// When it does not.
    pub async fn refused(&self, model: &str, method: &str, arguments: Value) {
        let answer = self.ask(model, method, arguments).await.ok();
        assert!(answer["error"].is_object(), "{method} is not refused: {answer}");
    }

    async fn search(&self, model: &str, domain: Value) -> Vec<i64> {
        let ids = self.execute(model, "search", json!([domain])).await;
        let ids = ids.as_array().expect("a search answers a list");
        ids.iter().map(|id| id.as_i64().expect("ids are numbers")).collect()
    }

    async fn execute(&self, model: &str, method: &str, arguments: Value) -> Value {
        result(method, self.ask(model, method, arguments).await)
    }

    async fn ask(&self, model: &str, method: &str, arguments: Value) -> Answer {
        let account = [json!(self.access.database), self.uid.clone(), json!(self.access.api_key)];
        let call = [json!(model), json!(method), arguments];
        self.call("object", "execute_kw", account.into_iter().chain(call).collect()).await
    }

    async fn call(&self, service: &str, method: &str, arguments: Value) -> Answer {
        let params = json!({"service": service, "method": method, "args": arguments});
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": "call", "params": params});
        let url = format!("{}/jsonrpc", self.access.url);
        Answer::of(self.http.post(url).json(&request)).await
    }
}

fn result(method: &str, answer: Answer) -> Value {
    let answer = answer.ok();
    answer.get("result").cloned().unwrap_or_else(|| panic!("Odoo refuses {method}: {answer}"))
}
