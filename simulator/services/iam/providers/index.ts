import type { Operation } from '../../service.ts';
import {
  createOpenIdConnectProvider,
  deleteOpenIdConnectProvider,
  getOpenIdConnectProvider,
  listOpenIdConnectProviders,
} from './oidc-providers.ts';
import { createSamlProvider, deleteSamlProvider, getSamlProvider, listSamlProviders } from './saml-providers.ts';

/** Identity providers that roles may trust. */
export const providerOperations: readonly Operation[] = [
  ...[listSamlProviders, getSamlProvider, createSamlProvider, deleteSamlProvider],
  ...[listOpenIdConnectProviders, getOpenIdConnectProvider],
  ...[createOpenIdConnectProvider, deleteOpenIdConnectProvider],
];
