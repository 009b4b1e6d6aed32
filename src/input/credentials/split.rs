//! Takes a list or map of credentials apart.

use super::{Credential, CredentialPlace, Credentials};
use crate::{
    input::Artifact,
    kind::{self, Kind},
    value::Value,
};

/// The credentials in a recognized value.
pub(super) fn split(artifact: Artifact) -> Credentials {
    let encoding = artifact.encoding;
    match artifact.value {
        Value::Array(items) if is_several(&items) => {
            let items = items.into_iter().enumerate().filter_map(|(at, item)| {
                let artifact = Artifact::object(item, encoding);
                let place = Some(CredentialPlace::Path(format!(".[{at}]")));
                artifact.is_known().then_some(Credential {
                    artifact,
                    place,
                    label: None,
                    nested: Vec::new(),
                })
            });
            Credentials { encoding, items: items.collect(), problem: artifact.problem }
        }
        _ => Credentials { encoding, items: vec![Credential::whole(artifact)], problem: None },
    }
}

fn is_several(items: &[Value]) -> bool {
    items.iter().filter(|item| kind::classify(item) != Kind::Unrecognized).count() > 1
}
