import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';

export interface ProviderSettings {
  /** What people call it. */
  name: string;
  issuer: string;
  clientId: string;
  /** Asked each time, so that a file that was changed needs no restart. */
  clientSecret: () => string;
  /** How the secret is sent; null: as the provider says it takes it. */
  clientAuthentication: 'basic' | 'post' | null;
  scopes: string;
  /** Where the provider sends the browser back to; must be registered there, letter by letter. */
  redirectUri: string;
  /** Where it goes after signing out there; null: one does not sign out there. */
  signedOutUri: string | null;
}

/** A person waits meanwhile. */
const timeoutSeconds = 10;
/** The provider's document and keys are read again after this long: both change, and nobody tells us. */
const freshMs = 60_000;

/** Without a word of the provider it takes HTTP Basic (OpenID Connect Discovery 1.0, 3). */
const authenticationOf = (settings: ProviderSettings): ClientAuth => {
  return (server, client, body, headers) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const way = settings.clientAuthentication ?? (taken.includes('client_secret_basic') ? 'basic' : 'post');
    const authenticate = way === 'basic' ? ClientSecretBasic : ClientSecretPost;
    return authenticate(settings.clientSecret())(server, client, body, headers);
  };
};

export interface Discovery {
  /** The provider's endpoints and keys, at most a minute old. Throws openid-client's errors; they are not kept. */
  configuration(): Promise<Configuration>;
  /** What is known is doubtful: the next question asks the provider anew. */
  forget(): void;
}

export const createDiscovery = (settings: ProviderSettings): Discovery => {
  let known: { configuration: Promise<Configuration>; at: number } | null = null;
  const forget = () => {
    known = null;
  };
  const ask = async (): Promise<Configuration> => {
    const execute = [
      // TLS would do to trust an ID token from the token endpoint; the signature is checked all the same.
      enableNonRepudiationChecks,
      // config.ts lets http through for a loopback address only.
      ...(settings.issuer.startsWith('http:') ? [allowInsecureRequests] : []),
    ];
    return discovery(new URL(settings.issuer), settings.clientId, undefined, authenticationOf(settings), {
      execute,
      timeout: timeoutSeconds,
    });
  };
  return {
    configuration() {
      if (!known || performance.now() - known.at > freshMs) {
        const asked = { configuration: ask(), at: performance.now() };
        known = asked;
        asked.configuration.catch(() => {
          if (known === asked) forget();
        });
      }
      return known.configuration;
    },
    forget,
  };
};
