/** Letters and signs that turn the direction of writing: a text with one is kept apart from what stands beside it. */
export const TURNS = /[\u0590-\u08FF\u200E\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC]/
