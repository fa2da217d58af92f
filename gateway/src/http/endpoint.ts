import type {
  Bilingual,
  ErrorCode,
  JsonObject,
  JsonValue,
  Scope as PolicyScope,
  SigningAnswer,
} from '@hanlian/chaincode/domain';
import type { z } from 'zod';
import type { Metrics } from '../observability/metrics.js';
import type { Caller, Idempotency, Services, Upload } from '../services/types.js';

/** What a caller must be allowed to do, by the policy table; `public` asks for nobody. */
export type Scope = PolicyScope | 'public';

/** What endpoints may use: the hub's services and what the gateway says about itself. */
export interface Hub {
  readonly services: Services;
  readonly metrics: Metrics;
  /** The API's own description (OpenAPI 3.1). */
  readonly openapi: () => JsonObject;
}

type Schema = z.ZodType | undefined;
type Parameters = z.ZodObject | undefined;
type Parsed<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined;
/** What services give is read-only all through; bytes and open-ended JSON are left as they are. */
type Immutable<T> = JsonValue extends T ? T : ImmutableParts<T>;
type ImmutableParts<T> = T extends Uint8Array
  ? Uint8Array
  : T extends object
    ? string extends keyof T
      ? T
      : { readonly [K in keyof T]: Immutable<T[K]> }
    : T;

/** One call of an endpoint: everything in it has been checked. */
export interface Call<
  C = Caller | undefined,
  P = unknown,
  Q = unknown,
  B = unknown,
  O = Idempotency | undefined,
> {
  readonly hub: Hub;
  readonly caller: C;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Present for writes: what makes them happen once. */
  readonly once: O;
  /** What an endpoint that takes a file was sent: read by the handler, as it comes in. */
  readonly file: Upload;
  /** Where the request came from. */
  readonly address: string;
  /** Aborted once whoever asked has left. */
  readonly gone: AbortSignal;
  /** The revision an If-Match header names. */
  readonly ifMatch: number | undefined;
}

interface Description {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With parameters in braces: `/v1/licenses/{id}`. */
  readonly path: string;
  readonly summary: Bilingual;
  /** The codes this endpoint may refuse with, besides those its scope, body and key bring along. */
  readonly refusals: readonly ErrorCode[];
  /** For those who watch the hub: counted against no rate, so that a busy address still sees it. */
  readonly unlimited?: true;
  /** The largest body, in bytes; 256 KiB when absent. */
  readonly bodyLimit?: number;
  /** Takes a file instead of a JSON body. */
  readonly takesFile?: true;
  /** The media type of a body that is taken as bytes (`binary`); JSON when absent. */
  readonly takes?: string;
  /** A body that is right, for the API description. */
  readonly example?: JsonObject;
}

interface Answer<A extends z.ZodType> {
  readonly status: 200 | 201 | 202;
  readonly schema: A;
  /** `application/json` when absent; any other type is sent as the text or bytes the handler gives. */
  readonly media?: string;
  /** The handler gives a file of one of these types (`SentFile`) instead. */
  readonly files?: readonly string[];
}

/** What some answers are instead of the usual: another status, and where it differs another schema. */
interface Variant<V extends z.ZodType> {
  readonly status: 200 | 201 | 202;
  readonly schema: V;
  readonly applies: (answer: never) => boolean;
}

/** One endpoint as the router and the API description see it. */
export interface Endpoint extends Description {
  readonly scope: Scope;
  /** A write that needs an Idempotency-Key. */
  readonly idempotent: boolean;
  /** Its transaction is the caller's own: one that keeps its key is answered what to sign (202). */
  readonly signedByCaller?: boolean;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: Answer<z.ZodType>;
  readonly instead?: Omit<Variant<z.ZodType>, 'applies'> & { readonly applies: (answer: unknown) => boolean };
  readonly handler: (call: Call) => Promise<unknown>;
  readonly headers?: (answer: unknown) => Readonly<Record<string, string>>;
}

interface Definition<
  S extends Scope,
  I extends boolean,
  A extends z.ZodType,
  P extends Parameters,
  Q extends Parameters,
  B extends Schema,
  V extends z.ZodType,
  W extends boolean,
> extends Description {
  readonly signedByCaller?: W;
  readonly scope: S;
  readonly idempotent: I;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: Answer<A>;
  readonly instead?: Variant<V>;
  handler(
    call: Call<
      S extends 'public' ? Caller | undefined : Caller,
      Parsed<P>,
      Parsed<Q>,
      Parsed<B>,
      I extends true ? Idempotency : undefined
    >,
  ): Promise<Immutable<z.output<A> | z.output<V>> | (W extends true ? SigningAnswer : never)>;
  /** Headers that depend on the answer, such as ETag and Location. */
  headers?(answer: Immutable<z.output<A> | z.output<V>>): Readonly<Record<string, string>>;
}

/**
 * Declares an endpoint. The handler's types follow from its schemas; the router keeps their promise by checking
 * every part before it calls.
 */
export const endpoint = <
  const S extends Scope,
  const I extends boolean,
  A extends z.ZodType,
  P extends Parameters = undefined,
  Q extends Parameters = undefined,
  B extends Schema = undefined,
  V extends z.ZodType = A,
  const W extends boolean = false,
>(
  definition: Definition<S, I, A, P, Q, B, V, W>,
): Endpoint => definition as unknown as Endpoint;
