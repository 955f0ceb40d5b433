// The types of fluent.js, as the pages use it.

declare namespace Fluent {
  class FluentResource {
    constructor(source: string);
  }
  class FluentBundle {
    constructor(locales: string | string[], options?: { useIsolating?: boolean });
    addResource(resource: FluentResource): Error[];
    hasMessage(id: string): boolean;
    getMessage(id: string): { value: unknown } | undefined;
    formatPattern(pattern: unknown, values?: Record<string, string | number>): string;
  }
}

declare var FluentBundle: typeof Fluent;
