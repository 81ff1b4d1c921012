ALTER TABLE `training_attendees` ADD `has_attended` integer;--> statement-breakpoint
ALTER TABLE `training_sessions` ADD `settled_at` integer;