//! Placeholder until jose::SigningKey is here.
#![allow(missing_docs)]
use crate::secret::Secret;
#[derive(Clone, Debug)]
pub struct SigningKey;
impl SigningKey {
    pub fn from_secret(_: &Secret, _: &str) -> Result<Self, String> {
        Err("not yet".into())
    }
    pub fn from_pem_or_jwk(_: &Secret, _: Option<&str>, _: Option<&str>) -> Result<Self, String> {
        Err("not yet".into())
    }
    pub fn sign(&self, _claims: &serde_json::Value) -> Result<String, String> {
        Err("not yet".into())
    }
}
