declare module 'jsonld' {
  const jsonld: { expand(document: object, options?: object): Promise<readonly Record<string, unknown>[]> }
  export default jsonld
}
