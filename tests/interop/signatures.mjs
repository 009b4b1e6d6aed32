// Another implementation of signatures, OpenSSL's by Node.js, which tokenscope's is held to.
//
//     node signatures.mjs                     answers requests, each a line of JSON, until its input ends
//     node signatures.mjs fixtures >FILE      makes tests/suite/jose/openssl.json, from the keys beside it
//
// A request to sign is {"key", "alg", "message"}; its answer is the signature in base64url. With a
// "signature" it is one to verify, and the answer is true or false. A key is PKCS#8 to sign and SPKI
// to verify, or the octets of a secret; in base64.
import crypto from 'node:crypto';
import fs from 'node:fs';
import readline from 'node:readline';

const { constants: { RSA_PKCS1_PADDING, RSA_PKCS1_PSS_PADDING, RSA_PSS_SALTLEN_DIGEST } } = crypto;

const hashOf = (alg) => (/^(EdDSA|Ed25519)$/.test(alg) ? null : `sha${/\d+/.exec(alg)[0]}`);

/** How `crypto` is told an algorithm of RFC 7518, RFC 8037 or RFC 8812. */
function options(alg) {
  if (alg.startsWith('RS')) return { padding: RSA_PKCS1_PADDING };
  if (alg.startsWith('PS')) return { padding: RSA_PKCS1_PSS_PADDING, saltLength: RSA_PSS_SALTLEN_DIGEST };
  return { dsaEncoding: 'ieee-p1363' };
}

function sign({ key, alg, message }) {
  const octets = Buffer.from(key, 'base64');
  if (alg.startsWith('HS')) return crypto.createHmac(hashOf(alg), octets).update(message).digest('base64url');
  const made = crypto.createPrivateKey({ key: octets, format: 'der', type: 'pkcs8' });
  return crypto.sign(hashOf(alg), Buffer.from(message), { key: made, ...options(alg) }).toString('base64url');
}

function verify({ key, alg, message, signature }) {
  if (alg.startsWith('HS')) return sign({ key, alg, message }) === signature;
  const made = crypto.createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  const octets = Buffer.from(signature, 'base64url');
  return crypto.verify(hashOf(alg), Buffer.from(message), { key: made, ...options(alg) }, octets);
}

// ---------------------------------------------------------------- fixtures

const EC = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1', secp256k1: 'secp256k1' };

/** The key on a curve whose secret is this octet, repeated; on P-521 behind a zero. */
function repeated(crv, octet) {
  const length = { 'P-384': 48, 'P-521': 66 }[crv] ?? 32;
  const scalar = Buffer.alloc(length, octet);
  if (crv === 'P-521') scalar[0] = 0;
  const d = scalar.toString('base64url');
  if (crv === 'Ed25519') {
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), scalar]);
    return crypto.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  }
  const ecdh = crypto.createECDH(EC[crv]);
  ecdh.setPrivateKey(scalar);
  const point = ecdh.getPublicKey().subarray(1);
  const [x, y] = [point.subarray(0, length), point.subarray(length)].map((half) => half.toString('base64url'));
  return { kty: 'EC', crv, x, y, d };
}

/** The numbers of RSA's theorem of remainders, which keys.json does without. */
function whole(jwk) {
  const number = (text) => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);
  const text = (value) => {
    const hex = value.toString(16);
    return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
  };
  const [d, p, q] = [jwk.d, jwk.p, jwk.q].map(number);
  // Fermat: the inverse of q modulo the prime p is q to the power of p - 2.
  let qi = 1n;
  for (let [base, power] = [q % p, p - 2n]; power; power >>= 1n) {
    if (power & 1n) qi = (qi * base) % p;
    base = (base * base) % p;
  }
  return { ...jwk, dp: text(d % (p - 1n)), dq: text(d % (q - 1n)), qi: text(qi) };
}

/** Every form of a key, in DER and base64, and a token for each of its algorithms. */
function forms(jwk, algs) {
  const made = { public: jwk };
  if (jwk.kty !== 'oct') {
    const [key, publicKey] = [crypto.createPrivateKey, crypto.createPublicKey].map((make) => make({ key: jwk, format: 'jwk' }));
    const der = (half, type) => half.export({ format: 'der', type }).toString('base64');
    made.public = publicKey.export({ format: 'jwk' });
    made.spki = der(publicKey, 'spki');
    made.pkcs8 = der(key, 'pkcs8');
    if (jwk.kty === 'EC') made.sec1 = der(key, 'sec1');
    if (jwk.kty === 'RSA') Object.assign(made, { pkcs1: der(key, 'pkcs1'), pkcs1_public: der(publicKey, 'pkcs1') });
  }
  made.tokens = algs.map((alg) => {
    const message = [JSON.stringify({ alg }), 'foo'].map((part) => Buffer.from(part).toString('base64url')).join('.');
    return `${message}.${sign({ key: made.pkcs8 ?? jwk.k, alg, message })}`;
  });
  return made;
}

function fixtures() {
  const keys = JSON.parse(fs.readFileSync(new URL('../suite/jose/keys.json', import.meta.url)));
  const secret = (length) => ({ kty: 'oct', k: Buffer.alloc(length, 7).toString('base64url') });
  return [
    forms(secret(64), ['HS256', 'HS384', 'HS512']),
    forms(whole(keys.rsa1024), []),
    forms(whole(keys.rsa2048), ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']),
    forms(repeated('P-256', 7), ['ES256']),
    forms(repeated('P-384', 7), ['ES384']),
    forms(repeated('P-521', 7), ['ES512']),
    forms(repeated('secp256k1', 7), ['ES256K']),
    forms(repeated('Ed25519', 7), ['EdDSA', 'Ed25519']),
  ];
}

if (process.argv[2] === 'fixtures') {
  process.stdout.write(`${JSON.stringify(fixtures(), null, 2)}\n`);
} else {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    process.stdout.write(`${JSON.stringify('signature' in request ? verify(request) : sign(request))}\n`);
  }
}
