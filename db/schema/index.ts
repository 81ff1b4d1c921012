export * from './accounts.ts'
export * from './organisations.ts'
export * from './reservations.ts'
export * from './resources.ts'
