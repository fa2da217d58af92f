import type { JsonObject, JsonValue, Scope } from '@hanlian/chaincode/domain';

/** The parts of an OpenAPI description that the page shows. */
export interface Description {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonObject>> };
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly [string];
  /** In English; `description` is the same in Chinese. */
  readonly summary: string;
  readonly description: string;
  readonly 'x-scope'?: Scope;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Content>> }>
  >;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: JsonObject;
  readonly example?: string;
}

export interface Content {
  readonly schema: JsonObject;
  readonly example?: JsonValue;
}

/** An operation with its place. */
export interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

export const placedIn = ({ paths }: Description): readonly Placed[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
