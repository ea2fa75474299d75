import type { Operation } from '../../service.ts';
import {
  createOpenIdConnectProvider,
  deleteOpenIdConnectProvider,
  getOpenIdConnectProvider,
  listOpenIdConnectProviders,
} from './oidc-providers.ts';
import {
  createSamlProvider,
  deleteSamlProvider,
  getSamlProvider,
  listSamlProviders,
  updateSamlProvider,
} from './saml-providers.ts';

/** Identity providers that roles may trust. */
export const providerOperations: readonly Operation[] = [
  ...[listSamlProviders, getSamlProvider, createSamlProvider, updateSamlProvider, deleteSamlProvider],
  ...[listOpenIdConnectProviders, getOpenIdConnectProvider],
  ...[createOpenIdConnectProvider, deleteOpenIdConnectProvider],
];
