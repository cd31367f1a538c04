/** A value that JSON can carry: what finding arguments and observations are made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
