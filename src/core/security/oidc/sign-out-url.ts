import type { OidcPorts } from './ports.ts';

/** What an ID token at rest is bound to. */
export const idTokenPurpose = 'id-token';

/**
 * Where the browser goes to end the session at the provider as well; null where there is none to end. Never refuses: our
 * own session has ended, whatever the provider answers.
 */
export const providerSignOutUrl = async (
  { oidc, secrets }: Pick<OidcPorts, 'oidc' | 'secrets'>,
  closed: { sealedIdToken: string | null; isFromProvider: boolean } | null,
): Promise<string | null> => {
  if (!oidc || !closed?.isFromProvider) return null;
  let idToken: string | null = null;
  try {
    idToken = closed.sealedIdToken === null ? null : (secrets?.open(closed.sealedIdToken, idTokenPurpose) ?? null);
  } catch {
    // Sealed with a key of before: the provider then asks which session to end.
  }
  return oidc.provider.signOutUrl(idToken);
};
