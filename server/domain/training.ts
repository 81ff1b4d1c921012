/** `invited`: to a training session. `answered`: with words alone. */
export const TRAINING_STATES = ['open', 'invited', 'answered', 'declined', 'granted', 'withdrawn'] as const
export type TrainingState = (typeof TRAINING_STATES)[number]
