// A real OAuth 2.0 / OpenID Connect authorization server for tests: panva's oidc-provider, all in memory,
// bound to 127.0.0.1. Nothing here is fit for anything but tests: every login and consent is approved unasked.
//
//   PORT=0 node server.mjs      one line of JSON on stdout when ready: {"issuer": "...", "pid": 123, ...}
//
// Environment (seconds where a time):
//   PORT            port to listen on; 0 or unset picks a free one
//   ISSUER_PATH     serve below a path, e.g. /realms/demo, so that the issuer has one (default: none)
//   ACCESS_TTL      life of access tokens (default 20)
//   REFRESH_TTL     life of refresh tokens, anew at each rotation (default 120)
//   ID_TTL          life of ID tokens (default: ACCESS_TTL)
//   CODE_TTL        life of authorization codes (default 60)
//   DEVICE_TTL      life of device codes (default 60)
//   DEVICE_AUTO_APPROVE   approve every device code by itself after so many seconds (default: off)
//   STRICT_OFFLINE=1  refresh tokens only with scope offline_access (oidc-provider's own default);
//                   otherwise every client that may refresh gets one
//   EXIT_WITH_STDIN=1  exit when standard input closes, i.e. with the parent that started it
//   MAX_SECONDS     exit by itself after so long (default 3600; 0 = never)
//
// Helpers beside the provider's own endpoints (below ISSUER_PATH too):
//   GET  /test/info                       clients with their secrets, endpoints, resources, users
//   GET  /test/keys/<client_id>.jwk?alg=  private key of a private_key_jwt client as JWK (also .pem, PKCS#8)
//   ANY  /test/device?user_code=…[&action=deny][&login=bob]   completes the device user flow as a browser would
//   GET  /callback                        a redirect target that answers its query as JSON
// login_hint at the authorization endpoint picks the user (alice, bob); login_hint=deny refuses.

import * as crypto from 'node:crypto';
import * as http from 'node:http';

// oidc-provider wants Node.js 22; on 20 the one thing missing is URL.parse.
URL.parse ??= (url, base) => {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
};
// oidc-provider prints notices with console.info: standard output is for the ready line alone.
console.info = console.error;

const { default: Provider, errors } = await import('oidc-provider');

const env = (name, otherwise) => {
  const value = process.env[name];
  return value === undefined || value === '' ? otherwise : value;
};
const seconds = (name, otherwise) => {
  const value = Number(env(name, otherwise));
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new Error(`${name} must be a whole number of seconds`);
  }
  return value;
};
const ACCESS_TTL = seconds('ACCESS_TTL', 20);
const REFRESH_TTL = seconds('REFRESH_TTL', 120);
const ID_TTL = seconds('ID_TTL', ACCESS_TTL);
const CODE_TTL = seconds('CODE_TTL', 60);
const DEVICE_TTL = seconds('DEVICE_TTL', 60);
const DEVICE_AUTO_APPROVE = env('DEVICE_AUTO_APPROVE') === undefined ? undefined : seconds('DEVICE_AUTO_APPROVE');
const MAX_SECONDS = seconds('MAX_SECONDS', 3600);
const MOUNT = env('ISSUER_PATH', '').replace(/\/+$/, '');
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

// ---------------------------------------------------------------- keys

function generateKeys() {
  // By way of DER: Node.js 20 may deadlock when a key that was generated a moment ago is exported as a JWK,
  // because the export holds the lock that the garbage collector takes to end the generation.
  const one = (alg, type, options) => {
    const encoded = { privateKeyEncoding: { type: 'pkcs8', format: 'der' }, publicKeyEncoding: { type: 'spki', format: 'der' } };
    const { privateKey: key } = crypto.generateKeyPairSync(type, { ...options, ...encoded });
    return { ...crypto.createPrivateKey({ key, type: 'pkcs8', format: 'der' }).export({ format: 'jwk' }), use: 'sig', alg };
  };
  const set = (prefix) => ({
    keys: [
      one('RS256', 'rsa', { modulusLength: 2048 }),
      one('ES256', 'ec', { namedCurve: 'P-256' }),
      one('EdDSA', 'ed25519'),
      one('PS256', 'rsa', { modulusLength: 2048 }),
    ].map((key) => ({ ...key, kid: `${prefix}-${key.alg.toLowerCase()}` })),
  });
  const random = (bytes) => crypto.randomBytes(bytes).toString('base64url');
  return {
    server: set('srv'),
    clients: { private_key_jwt: set('cli') },
    secrets: {
      basic: `basic-${random(24)}`,
      post: `post-${random(24)}`,
      jwt: `jwt-${random(48)}`,
      hmac: `hmac-${random(48)}`,
      web: `web-${random(24)}`,
      limited: `limited-${random(24)}`,
      expired: `expired-${random(24)}`,
      // Every character that a sloppy encoder of HTTP Basic or of a form gets wrong.
      tricky: `p+ss w%2Frd:&=/?#"'\\~${random(6)}`,
    },
    resource_hs256: random(32),
  };
}

const keys = generateKeys();
const publicOf = ({ d, p, q, dp, dq, qi, ...rest }) => rest;

// ---------------------------------------------------------------- listening comes first: the issuer has the port in it

const server = http.createServer();
await new Promise((resolve, reject) => {
  server.once('error', reject);
  server.listen(Number(env('PORT', 0)), '127.0.0.1', resolve);
});
const origin = `http://127.0.0.1:${server.address().port}`;
const issuer = `${origin}${MOUNT}`;

// ---------------------------------------------------------------- clients, users, resources

// A native client's loopback redirect URI matches on any port (RFC 8252 section 7.3).
const loopback = ['http://127.0.0.1/callback', 'http://localhost/callback', 'http://[::1]/callback', `${issuer}/callback`];
const userGrants = ['authorization_code', 'refresh_token', DEVICE_CODE];
const allGrants = [...userGrants, 'client_credentials'];
const native = { application_type: 'native', redirect_uris: loopback, response_types: ['code'], grant_types: allGrants };
const { secrets } = keys;
const clients = [
  { ...native, client_id: 'basic', client_secret: secrets.basic, token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: 'RS256', introspection_signed_response_alg: 'RS256' },
  { ...native, client_id: 'tricky:client +1', client_secret: secrets.tricky, token_endpoint_auth_method: 'client_secret_basic' },
  { ...native, client_id: 'post', client_secret: secrets.post, token_endpoint_auth_method: 'client_secret_post', id_token_signed_response_alg: 'ES256' },
  { ...native, client_id: 'secret_jwt', client_secret: secrets.jwt, token_endpoint_auth_method: 'client_secret_jwt', id_token_signed_response_alg: 'PS256' },
  { ...native, client_id: 'private_key_jwt', jwks: { keys: keys.clients.private_key_jwt.keys.map(publicOf) }, token_endpoint_auth_method: 'private_key_jwt', id_token_signed_response_alg: 'EdDSA' },
  { ...native, client_id: 'hmac', client_secret: secrets.hmac, token_endpoint_auth_method: 'client_secret_basic', id_token_signed_response_alg: 'HS256' },
  { ...native, client_id: 'public', token_endpoint_auth_method: 'none', grant_types: userGrants },
  { ...native, application_type: 'web', redirect_uris: ['http://127.0.0.1:8765/callback'], client_id: 'web', client_secret: secrets.web, token_endpoint_auth_method: 'client_secret_basic' },
  { client_id: 'limited', client_secret: secrets.limited, token_endpoint_auth_method: 'client_secret_basic', grant_types: ['client_credentials'], response_types: [], redirect_uris: [], scope: 'employees:read' },
  { client_id: 'expired', client_secret: secrets.expired, client_secret_expires_at: 1600000000, token_endpoint_auth_method: 'client_secret_basic', grant_types: ['client_credentials'], response_types: [], redirect_uris: [] },
];

const users = {
  alice: { name: 'Alice Example', preferred_username: 'alice', email: 'alice@example.test', email_verified: true, updated_at: 1700000000 },
  bob: { name: "Bób O'Connor 🦀 \u202Eevil", preferred_username: 'bob', email: 'bob@example.test', email_verified: false, updated_at: 1700000001 },
};

const API = 'https://api.example.test/';
const apiScope = 'employees:read employees:write employees.salaries:read payroll:run';
const signing = (alg) => ({ sign: { alg } });
const resources = {
  [API]: signing('RS256'),
  [`${API}es256`]: signing('ES256'),
  [`${API}ps256`]: signing('PS256'),
  [`${API}eddsa`]: signing('EdDSA'),
  [`${API}hs256`]: { sign: { alg: 'HS256', key: Buffer.from(keys.resource_hs256, 'base64url'), kid: 'hs' } },
};

// ---------------------------------------------------------------- storage

// Keeps what has expired for ten minutes more, so that the provider can tell "expired" from "never heard of it"
// (a device code then gets expired_token); oidc-provider's own in-memory adapter forgets at the second.
const store = new Map();
let upserts = 0;
class Adapter {
  constructor(model) {
    this.model = model;
  }

  #get(key) {
    return store.get(`${this.model}:${key}`)?.payload;
  }

  async upsert(id, payload, expiresIn) {
    store.set(`${this.model}:${id}`, { id, payload, until: Date.now() + ((expiresIn ?? 3600) + 600) * 1000 });
    upserts += 1;
    if (upserts % 500 === 0) {
      for (const [key, { until }] of store) if (until < Date.now()) store.delete(key);
    }
  }

  async find(id) {
    return this.#get(id);
  }

  async findByUid(uid) {
    return this.#search((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode) {
    return this.#search((payload) => payload.userCode === userCode);
  }

  #search(matches) {
    for (const [key, { payload }] of store) if (key.startsWith(`${this.model}:`) && matches(payload)) return payload;
    return undefined;
  }

  async consume(id) {
    const payload = this.#get(id);
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    store.delete(`${this.model}:${id}`);
  }

  async revokeByGrantId(grantId) {
    for (const [key, { payload }] of store) {
      if (key.startsWith(`${this.model}:`) && payload.grantId === grantId) store.delete(key);
    }
  }
}

// ---------------------------------------------------------------- the provider

const provider = new Provider(issuer, {
  adapter: Adapter,
  clients,
  enabledJWA: { idTokenSigningAlgValues: ['RS256', 'PS256', 'ES256', 'EdDSA', 'HS256'] },
  jwks: keys.server,
  cookies: { keys: [crypto.randomBytes(16).toString('hex')] },
  scopes: ['openid', 'offline_access', 'employees:read', 'employees:write', 'employees.salaries:read'],
  claims: {
    openid: ['sub'],
    email: ['email', 'email_verified'],
    profile: ['name', 'preferred_username', 'updated_at'],
  },
  // 15 s by default: an expired token would go on being active for so long.
  clockTolerance: 0,
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    jwtIntrospection: { enabled: true },
    revocation: { enabled: true },
    userinfo: { enabled: true },
    pushedAuthorizationRequests: { enabled: false },
    dPoP: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client, oneOf) => oneOf,
      useGrantedResource: () => false,
      getResourceServerInfo(ctx, resource) {
        if (!Object.hasOwn(resources, resource)) {
          throw new errors.InvalidTarget();
        }
        return {
          scope: apiScope,
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: ACCESS_TTL,
          jwt: resources[resource],
        };
      },
    },
  },
  rotateRefreshToken: true,
  issueRefreshToken: (ctx, client, source) => client.grantTypeAllowed('refresh_token')
    && (env('STRICT_OFFLINE') !== '1' || source.scopes.has('offline_access')),
  ttl: {
    AccessToken: ACCESS_TTL,
    ClientCredentials: ACCESS_TTL,
    RefreshToken: REFRESH_TTL,
    IdToken: ID_TTL,
    AuthorizationCode: CODE_TTL,
    DeviceCode: DEVICE_TTL,
    Interaction: 600,
    Session: 3600,
    Grant: 3600,
  },
  findAccount: (ctx, id) => (Object.hasOwn(users, id)
    ? { accountId: id, claims: () => ({ sub: id, ...users[id] }) }
    : undefined),
  interactions: { url: (ctx, interaction) => `${MOUNT}/interaction/${interaction.uid}` },
});
provider.on('server_error', (ctx, error) => console.error('server_error', ctx.method, ctx.path, error));

// ---------------------------------------------------------------- approval without a person

async function interaction(req, res) {
  const { prompt, params, session, grantId } = await provider.interactionDetails(req, res);
  const refuse = { error: 'access_denied', error_description: 'End-User refused the request' };
  if (params.login_hint === 'deny') {
    return provider.interactionFinished(req, res, refuse, { mergeWithLastSubmission: false });
  }
  if (prompt.name === 'login') {
    const asked = params.login_hint ?? /(?:^|; )test_login=(\w+)/.exec(req.headers.cookie)?.[1] ?? '';
    const accountId = Object.hasOwn(users, asked) ? asked : 'alice';
    return provider.interactionFinished(req, res, { login: { accountId } }, { mergeWithLastSubmission: false });
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = prompt.details;
  if (missingOIDCScope) grant.addOIDCScope(missingOIDCScope.join(' '));
  if (missingOIDCClaims) grant.addOIDCClaims(missingOIDCClaims);
  for (const [resource, scope] of Object.entries(missingResourceScopes ?? {})) {
    grant.addResourceScope(resource, scope.join(' '));
  }
  return provider.interactionFinished(req, res, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
}

// The device user flow as a browser goes through it: code form, confirmation form, login, consent, success page.
async function browseDevice(userCode, action = 'approve', login = 'alice') {
  const jar = new Map([['test_login', login]]);
  const steps = [];
  const go = async (url, body) => {
    const response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      body: body && new URLSearchParams(body),
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie);
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    const text = await response.text();
    steps.push(`${body ? 'POST' : 'GET'} ${new URL(url).pathname} ${response.status}`);
    const location = response.headers.get('location');
    return location ? go(new URL(location, url).href) : { status: response.status, text };
  };
  const xsrf = ({ text }) => /name="xsrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  const entry = await go(`${issuer}/device`);
  const confirm = await go(`${issuer}/device`, { xsrf: xsrf(entry), user_code: userCode });
  const found = /name="confirm" value="yes"/.test(confirm.text);
  let done = confirm;
  if (found) {
    done = await go(`${issuer}/device`, {
      xsrf: xsrf(confirm), user_code: userCode, ...(action === 'deny' ? { abort: 'yes' } : { confirm: 'yes' }),
    });
  }
  const approved = /Sign-in Success/.test(done.text);
  return { user_code: userCode, found, result: approved ? 'approved' : found && action === 'deny' ? 'denied' : 'failed', steps };
}

if (DEVICE_AUTO_APPROVE !== undefined) {
  provider.on('device_authorization.success', (ctx, body) => {
    setTimeout(() => browseDevice(body.user_code).catch(console.error), DEVICE_AUTO_APPROVE * 1000).unref();
  });
}

// ---------------------------------------------------------------- routing

function info() {
  const at = (path) => `${issuer}${path}`;
  return {
    issuer,
    pid: process.pid,
    ttl: { access: ACCESS_TTL, refresh: REFRESH_TTL, id: ID_TTL, code: CODE_TTL, device: DEVICE_TTL },
    endpoints: {
      discovery: at('/.well-known/openid-configuration'),
      oauth_metadata: `${origin}/.well-known/oauth-authorization-server${MOUNT}`,
      authorization: at('/auth'),
      token: at('/token'),
      introspection: at('/token/introspection'),
      revocation: at('/token/revocation'),
      device_authorization: at('/device/auth'),
      device_verification: at('/device'),
      userinfo: at('/me'),
      jwks: at('/jwks'),
      approve_device: at('/test/device'),
      callback: at('/callback'),
    },
    clients: clients.map((client) => ({
      client_id: client.client_id,
      client_secret: client.client_secret,
      token_endpoint_auth_method: client.token_endpoint_auth_method,
      grant_types: client.grant_types,
      redirect_uris: client.redirect_uris,
      private_keys: keys.clients[client.client_id]?.keys,
    })),
    users: Object.keys(users),
    resources: Object.keys(resources),
    scopes: { default: 'openid offline_access email profile employees:read employees:write employees.salaries:read', resource: apiScope },
  };
}

const callback = provider.callback();
const json = (res, status, body) => {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(`${JSON.stringify(body, null, 2)}\n`);
};

async function route(req, res) {
  const metadata = `/.well-known/oauth-authorization-server${MOUNT}`;
  if (MOUNT && req.url === metadata) {
    req.url = `${MOUNT}/.well-known/oauth-authorization-server`; // RFC 8414 puts the issuer's path last
  }
  if (MOUNT) {
    if (req.url !== MOUNT && !req.url.startsWith(`${MOUNT}/`)) return json(res, 404, { error: 'not_found' });
    req.originalUrl = req.url;
    req.url = req.url.slice(MOUNT.length) || '/';
  }
  const url = new URL(req.url, origin);
  if (req.method === 'GET' && /^\/interaction\/[^/]+$/.test(url.pathname)) return interaction(req, res);
  if (req.method === 'GET' && url.pathname === '/callback') return json(res, 200, Object.fromEntries(url.searchParams));
  if (req.method === 'GET' && url.pathname === '/test/info') return json(res, 200, info());
  const key = /^\/test\/keys\/(.+)\.(jwk|pem)$/.exec(decodeURIComponent(url.pathname));
  if (req.method === 'GET' && key) {
    const jwk = keys.clients[key[1]]?.keys.find(({ alg }) => alg === (url.searchParams.get('alg') ?? 'RS256'));
    if (!jwk) return json(res, 404, { error: 'not_found' });
    if (key[2] === 'jwk') return json(res, 200, jwk);
    res.writeHead(200, { 'content-type': 'application/x-pem-file' });
    return res.end(crypto.createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }));
  }
  if (url.pathname === '/test/device') {
    let form = url.searchParams;
    if (req.method === 'POST') {
      let body = '';
      for await (const chunk of req) body += chunk;
      form = new URLSearchParams(`${url.searchParams}&${body}`);
    }
    const result = await browseDevice(form.get('user_code') ?? '', form.get('action') ?? undefined, form.get('login') ?? undefined);
    return json(res, result.result === 'failed' ? 400 : 200, result);
  }
  return callback(req, res);
}

server.on('request', (req, res) => {
  route(req, res).catch((error) => {
    console.error(error);
    if (!res.headersSent) json(res, error.statusCode ?? 500, { error: error.error ?? 'server_error', error_description: error.error_description ?? error.message });
    else res.end();
  });
});

const stop = () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (env('EXIT_WITH_STDIN') === '1') {
  process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
}
if (MAX_SECONDS) setTimeout(stop, MAX_SECONDS * 1000).unref();

process.stdout.write(`${JSON.stringify({ issuer, pid: process.pid, info: `${issuer}/test/info` })}\n`);
