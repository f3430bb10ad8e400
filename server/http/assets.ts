/** Addresses of the files in `server/public`, each with its content hash. */
export interface Assets {
  readonly css: string
  readonly js: string
  readonly icon: string
}
