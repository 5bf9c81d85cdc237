// A real provider of OpenID Connect for the tests. It prints its address, and stops when its input ends.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const returnTo = process.argv[2];

// Who can sign in there, with any password: by the name typed at its login page.
const people = {
  bekend: { email: "iemand.anders@elders.example", email_verified: true },
  nagekeken: { email: "Coordinator@TOETS.example", email_verified: true },
  ongezien: { email: "coordinator@toets.example", email_verified: false },
  vreemd: { email: "vreemd@elders.example", email_verified: true },
  uitgezet: { email: "uitgezet@toets.example", email_verified: true },
};

const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "mainportaal",
        client_secret: "geheim-van-de-toets",
        redirect_uris: [returnTo],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    cookies: { keys: ["alleen-voor-de-toets"] },
    jwks: { keys: [{ ...key, use: "sig", alg: "RS256", kid: "toets" }] },
    pkce: { required: () => true },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  });
  server.on("request", provider.callback());
  process.stdout.write(`${issuer}\n`);
});

process.stdin.on("end", () => process.exit(0)).resume();
