/** True where known passwords and a signing key in a file would be a way in. */
export const isProduction = (): boolean => process.env.NODE_ENV === 'production'
