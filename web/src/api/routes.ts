import type { z } from 'zod';
import type { api } from '../../../src/contract/index.ts';

/** The API's route tables as types only: Zod itself stays out of the bundle. */
type Tables = typeof api;
type RouteOf<T> = T[keyof T];
type AnyRoute = { [F in keyof Tables]: RouteOf<Tables[F]> }[keyof Tables];
type At<M extends string> = { [R in Extract<AnyRoute, { method: M }> as R['path']]: R };
interface ByMethod {
  GET: At<'GET'>;
  POST: At<'POST'>;
  PATCH: At<'PATCH'>;
  DELETE: At<'DELETE'>;
}
export type Method = keyof ByMethod;
export type PathFor<M extends Method> = keyof ByMethod[M];

type ParamsOf<R> = R extends { params: infer S extends z.ZodType } ? { params: z.input<S> } : { params?: undefined };
type QueryOf<R> = R extends { query: infer S extends z.ZodType } ? { query?: z.input<S> } : { query?: undefined };
type BodyOf<R> = R extends { body: infer S extends z.ZodType } ? { body: z.input<S> } : { body?: undefined };
type InputOf<R> = ParamsOf<R> &
  QueryOf<R> &
  BodyOf<R> & {
    signal?: AbortSignal;
    /** The version that the change is based on, where two people may edit. */
    ifMatch?: number;
  };
export type Input<M extends Method, P extends PathFor<M>> = InputOf<ByMethod[M][P]>;
export type Output<M extends Method, P extends PathFor<M>> = ByMethod[M][P] extends {
  response: infer S extends z.ZodType;
}
  ? z.output<S>
  : undefined;

/** Paths that answer a page of a list: `{ items, nextCursor, total }`. */
export type ListPath = {
  [P in PathFor<'GET'>]: Output<'GET', P> extends { items: unknown[]; nextCursor: string | null; total: number }
    ? P
    : never;
}[PathFor<'GET'>];
export type ItemOf<P extends ListPath> = Output<'GET', P> extends { items: (infer T)[] } ? T : never;
