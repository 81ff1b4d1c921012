CREATE TABLE `audit_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`person_id` integer,
	`kind` text NOT NULL,
	`object_kind` text NOT NULL,
	`object_id` integer,
	`organisation_id` integer,
	`about_id` integer,
	`address` text,
	`before` text,
	`after` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_events_by_time` ON `audit_events` (`at`);--> statement-breakpoint
CREATE INDEX `audit_events_by_person` ON `audit_events` (`person_id`,`at`);--> statement-breakpoint
CREATE INDEX `audit_events_about` ON `audit_events` (`about_id`,`at`);--> statement-breakpoint
CREATE INDEX `audit_events_by_object` ON `audit_events` (`object_kind`,`object_id`);--> statement-breakpoint
CREATE INDEX `audit_events_by_organisation` ON `audit_events` (`organisation_id`,`at`);--> statement-breakpoint
CREATE TABLE `account_links` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`kind` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "account_links_kind" CHECK("account_links"."kind" IN ('confirm-email', 'reset-password'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `account_links_token_hash_unique` ON `account_links` (`token_hash`);--> statement-breakpoint
CREATE INDEX `account_links_by_person` ON `account_links` (`person_id`);--> statement-breakpoint
CREATE TABLE `identities` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`issuer` text NOT NULL,
	`subject` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `identities_once` ON `identities` (`issuer`,`subject`);--> statement-breakpoint
CREATE INDEX `identities_by_person` ON `identities` (`person_id`);--> statement-breakpoint
CREATE TABLE `invitations` (
	`id` integer PRIMARY KEY NOT NULL,
	`organisation_id` integer NOT NULL,
	`email` text NOT NULL,
	`is_administrator` integer DEFAULT false NOT NULL,
	`invited_by_id` integer NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`invited_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_token_hash_unique` ON `invitations` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invitations_by_organisation` ON `invitations` (`organisation_id`);--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`credential_id` text NOT NULL,
	`public_key` text NOT NULL,
	`counter` integer DEFAULT 0 NOT NULL,
	`transports` text DEFAULT '[]' NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `passkeys_credential_id_unique` ON `passkeys` (`credential_id`);--> statement-breakpoint
CREATE INDEX `passkeys_by_person` ON `passkeys` (`person_id`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`code_hash` text NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `recovery_codes_by_person` ON `recovery_codes` (`person_id`);--> statement-breakpoint
CREATE TABLE `memberships` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`organisation_id` integer NOT NULL,
	`is_administrator` integer DEFAULT false NOT NULL,
	`state` text DEFAULT 'active' NOT NULL,
	`since` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "memberships_state" CHECK("memberships"."state" IN ('asked', 'active', 'left'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `memberships_once` ON `memberships` (`person_id`,`organisation_id`);--> statement-breakpoint
CREATE INDEX `memberships_by_organisation` ON `memberships` (`organisation_id`,`state`);--> statement-breakpoint
CREATE TABLE `project_organisations` (
	`id` integer PRIMARY KEY NOT NULL,
	`project_id` integer NOT NULL,
	`organisation_id` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `project_organisations_once` ON `project_organisations` (`project_id`,`organisation_id`);--> statement-breakpoint
CREATE INDEX `project_organisations_by_organisation` ON `project_organisations` (`organisation_id`);--> statement-breakpoint
CREATE TABLE `report_deliveries` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`report` text NOT NULL,
	`rhythm` text NOT NULL,
	`format` text NOT NULL,
	`query` text DEFAULT '{}' NOT NULL,
	`created_at` integer NOT NULL,
	`sent_up_to` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "report_deliveries_report" CHECK("report_deliveries"."report" IN ('utilisation', 'state-aid', 'exchange', 'projects', 'dashboard')),
	CONSTRAINT "report_deliveries_rhythm" CHECK("report_deliveries"."rhythm" IN ('monthly', 'quarterly', 'yearly')),
	CONSTRAINT "report_deliveries_format" CHECK("report_deliveries"."format" IN ('csv', 'xlsx', 'pdf'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `report_deliveries_by_person` ON `report_deliveries` (`person_id`);--> statement-breakpoint
CREATE TABLE `report_exports` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`report` text NOT NULL,
	`format` text NOT NULL,
	`query` text NOT NULL,
	`state` text DEFAULT 'asked' NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`leased_until` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "report_exports_state" CHECK("report_exports"."state" IN ('asked', 'ready', 'failed'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `report_exports_by_person` ON `report_exports` (`person_id`);--> statement-breakpoint
CREATE TABLE `report_files` (
	`export_id` integer NOT NULL,
	`part` integer NOT NULL,
	`content` blob NOT NULL,
	FOREIGN KEY (`export_id`) REFERENCES `report_exports`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `report_files_once` ON `report_files` (`export_id`,`part`);--> statement-breakpoint
CREATE TABLE `state_aid_alerts` (
	`entity_id` integer NOT NULL,
	`year` integer NOT NULL,
	`percent` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`entity_id`, `year`, `percent`),
	FOREIGN KEY (`entity_id`) REFERENCES `state_aid_entities`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `state_aid_entities` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`organisation_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `state_aid_entities_slug_unique` ON `state_aid_entities` (`slug`);--> statement-breakpoint
CREATE INDEX `state_aid_entities_by_organisation` ON `state_aid_entities` (`organisation_id`);--> statement-breakpoint
CREATE TABLE `state_aid_versions` (
	`id` integer PRIMARY KEY NOT NULL,
	`entity_id` integer NOT NULL,
	`year` integer NOT NULL,
	`resources` text NOT NULL,
	`capacity_hours` real,
	`share_at_award` real,
	`person_id` integer,
	`reason` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`entity_id`) REFERENCES `state_aid_entities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "state_aid_versions_capacity" CHECK("state_aid_versions"."capacity_hours" IS NULL OR "state_aid_versions"."capacity_hours" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `state_aid_versions_by_entity` ON `state_aid_versions` (`entity_id`,`year`);--> statement-breakpoint
CREATE TABLE `utilisation_notes` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`from_day` text NOT NULL,
	`to_day` text NOT NULL,
	`text` text NOT NULL,
	`person_id` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `utilisation_notes_by_resource` ON `utilisation_notes` (`resource_id`,`from_day`);--> statement-breakpoint
CREATE TABLE `reservation_participants` (
	`id` integer PRIMARY KEY NOT NULL,
	`reservation_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`added_at` integer NOT NULL,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `reservation_participants_once` ON `reservation_participants` (`reservation_id`,`person_id`);--> statement-breakpoint
CREATE INDEX `reservation_participants_by_person` ON `reservation_participants` (`person_id`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `scopes` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `proved_at` integer;--> statement-breakpoint
ALTER TABLE `sessions` ADD `address` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `user_agent` text;--> statement-breakpoint
ALTER TABLE `people` ADD `orcid` text;--> statement-breakpoint
ALTER TABLE `people` ADD `email_confirmed_at` integer;--> statement-breakpoint
ALTER TABLE `people` ADD `totp_secret` text;--> statement-breakpoint
ALTER TABLE `people` ADD `password_changed_at` integer;--> statement-breakpoint
ALTER TABLE `people` ADD `erased_at` integer;--> statement-breakpoint
ALTER TABLE `projects` ADD `funder` text;--> statement-breakpoint
ALTER TABLE `projects` ADD `grant_number` text;--> statement-breakpoint
ALTER TABLE `projects` ADD `raid` text;--> statement-breakpoint
ALTER TABLE `projects` ADD `start_on` text;--> statement-breakpoint
ALTER TABLE `projects` ADD `end_on` text;--> statement-breakpoint
ALTER TABLE `projects` ADD `leader_id` integer REFERENCES people(id);--> statement-breakpoint
ALTER TABLE `projects` ADD `closed_at` integer;--> statement-breakpoint
ALTER TABLE `resources` ADD `record` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `resources` ADD `access_policy` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
INSERT INTO `memberships` (`person_id`, `organisation_id`, `state`, `since`) SELECT `id`, `organisation_id`, 'active', `created_at` FROM `people`;
