CREATE TABLE `facts` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`message_id` text NOT NULL,
	`person_id` integer NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`created_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer,
	`leased_until` integer,
	`sent_at` integer,
	`last_error` text,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_message_id_unique` ON `outbox` (`message_id`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_attempt_at`) WHERE next_attempt_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `outbox_by_person` ON `outbox` (`person_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `resource_months` (
	`resource_id` integer NOT NULL,
	`month` integer NOT NULL,
	`revision` integer DEFAULT 1 NOT NULL,
	PRIMARY KEY(`resource_id`, `month`),
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `revisions` (
	`name` text PRIMARY KEY NOT NULL,
	`value` integer DEFAULT 0 NOT NULL
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `sessions` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`kind` text NOT NULL,
	`label` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sessions_kind" CHECK("sessions"."kind" IN ('browser', 'token'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `sessions_by_person` ON `sessions` (`person_id`);--> statement-breakpoint
CREATE TABLE `sign_in_failures` (
	`id` integer PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`address` text NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `sign_in_failures_by_address` ON `sign_in_failures` (`address`,`at`);--> statement-breakpoint
CREATE TABLE `labs` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`organisation_id` integer NOT NULL,
	`name_pl` text NOT NULL,
	`name_en` text NOT NULL,
	`unit` text,
	`city` text,
	`description` text,
	`time_zone` text DEFAULT 'Europe/Warsaw' NOT NULL,
	`observes_holidays` integer DEFAULT true NOT NULL,
	`decision_days` integer DEFAULT 3 NOT NULL,
	`is_example` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `labs_slug_unique` ON `labs` (`slug`);--> statement-breakpoint
CREATE INDEX `labs_by_organisation` ON `labs` (`organisation_id`);--> statement-breakpoint
CREATE TABLE `organisations` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name_pl` text NOT NULL,
	`name_en` text NOT NULL,
	`kind` text NOT NULL,
	`city` text,
	`ror` text,
	`is_member` integer DEFAULT true NOT NULL,
	CONSTRAINT "organisations_kind" CHECK("organisations"."kind" IN ('university', 'institute', 'company', 'park', 'hospital', 'authority', 'other'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `organisations_slug_unique` ON `organisations` (`slug`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` integer PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`organisation_id` integer NOT NULL,
	`role` text DEFAULT 'member' NOT NULL,
	`locale` text DEFAULT 'pl' NOT NULL,
	`password_hash` text,
	`is_active` integer DEFAULT true NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "people_role" CHECK("people"."role" IN ('member', 'coordinator', 'administrator')),
	CONSTRAINT "people_locale" CHECK("people"."locale" IN ('pl', 'en'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email_unique` ON `people` (`email`);--> statement-breakpoint
CREATE INDEX `people_by_organisation` ON `people` (`organisation_id`);--> statement-breakpoint
CREATE TABLE `project_members` (
	`id` integer PRIMARY KEY NOT NULL,
	`project_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `project_members_once` ON `project_members` (`person_id`,`project_id`);--> statement-breakpoint
CREATE INDEX `project_members_by_project` ON `project_members` (`project_id`);--> statement-breakpoint
CREATE TABLE `projects` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`title` text NOT NULL,
	`organisation_id` integer NOT NULL,
	`is_example` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `projects_code_unique` ON `projects` (`code`);--> statement-breakpoint
CREATE INDEX `projects_by_organisation` ON `projects` (`organisation_id`);--> statement-breakpoint
CREATE TABLE `stewardships` (
	`id` integer PRIMARY KEY NOT NULL,
	`lab_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`role` text NOT NULL,
	FOREIGN KEY (`lab_id`) REFERENCES `labs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "stewardships_role" CHECK("stewardships"."role" IN ('owner', 'deputy', 'caretaker'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `stewardships_once` ON `stewardships` (`person_id`,`lab_id`);--> statement-breakpoint
CREATE INDEX `stewardships_by_lab` ON `stewardships` (`lab_id`);--> statement-breakpoint
CREATE TABLE `claims` (
	`resource_id` integer NOT NULL,
	`start_at` integer NOT NULL,
	`reservation_id` integer NOT NULL,
	`end_at` integer NOT NULL,
	`units` integer NOT NULL,
	`setup_minutes` integer DEFAULT 0 NOT NULL,
	`cleanup_minutes` integer DEFAULT 0 NOT NULL,
	`is_tentative` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`resource_id`, `start_at`, `reservation_id`),
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "claims_span" CHECK("claims"."end_at" > "claims"."start_at"),
	CONSTRAINT "claims_units" CHECK("claims"."units" > 0)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`id` integer PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`reservation_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `idempotency_keys_once` ON `idempotency_keys` (`person_id`,`key`);--> statement-breakpoint
CREATE TABLE `reservation_events` (
	`id` integer PRIMARY KEY NOT NULL,
	`reservation_id` integer NOT NULL,
	`person_id` integer,
	`kind` text NOT NULL,
	`details` text DEFAULT '{}' NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `reservation_events_by_reservation` ON `reservation_events` (`reservation_id`);--> statement-breakpoint
CREATE TABLE `reservations` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`resource_id` integer NOT NULL,
	`requester_id` integer NOT NULL,
	`organisation_id` integer NOT NULL,
	`project_id` integer,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`units` integer DEFAULT 1 NOT NULL,
	`state` text NOT NULL,
	`purpose` text NOT NULL,
	`title` text NOT NULL,
	`note` text,
	`version` integer DEFAULT 1 NOT NULL,
	`calendar_sequence` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`decide_by` integer,
	`decided_by_id` integer,
	`decided_at` integer,
	`decision_reason` text,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`requester_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`project_id`) REFERENCES `projects`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "reservations_state" CHECK("reservations"."state" IN ('requested', 'confirmed', 'declined', 'expired', 'in_use', 'completed', 'no_show', 'cancelled')),
	CONSTRAINT "reservations_purpose" CHECK("reservations"."purpose" IN ('teaching', 'own_research', 'collaborative_research', 'knowledge_transfer', 'contract_research', 'service', 'rental', 'maintenance', 'staff_training')),
	CONSTRAINT "reservations_span" CHECK("reservations"."end_at" > "reservations"."start_at"),
	CONSTRAINT "reservations_units" CHECK("reservations"."units" > 0),
	CONSTRAINT "reservations_deadline" CHECK("reservations"."state" <> 'requested' OR "reservations"."decide_by" IS NOT NULL)
) STRICT;
--> statement-breakpoint
CREATE INDEX `reservations_by_requester` ON `reservations` (`requester_id`,`start_at`);--> statement-breakpoint
CREATE INDEX `reservations_let_go` ON `reservations` (`resource_id`,`start_at`) WHERE state IN ('declined', 'expired', 'no_show', 'cancelled');--> statement-breakpoint
CREATE INDEX `reservations_undecided` ON `reservations` (`decide_by`) WHERE state = 'requested';--> statement-breakpoint
CREATE TABLE `unmet_requests` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`asked_at` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `unmet_requests_once` ON `unmet_requests` (`resource_id`,`start_at`,`end_at`,`person_id`);--> statement-breakpoint
CREATE TABLE `usages` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`reservation_id` integer,
	`person_id` integer,
	`organisation_id` integer,
	`start_at` integer NOT NULL,
	`end_at` integer,
	`units` integer DEFAULT 1 NOT NULL,
	`is_estimated` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reservation_id`) REFERENCES `reservations`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`organisation_id`) REFERENCES `organisations`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "usages_span" CHECK("usages"."end_at" IS NULL OR "usages"."end_at" > "usages"."start_at"),
	CONSTRAINT "usages_units" CHECK("usages"."units" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `usages_by_resource` ON `usages` (`resource_id`,`start_at`);--> statement-breakpoint
CREATE INDEX `usages_by_reservation` ON `usages` (`reservation_id`);--> statement-breakpoint
CREATE TABLE `availability_rules` (
	`id` integer PRIMARY KEY NOT NULL,
	`lab_id` integer,
	`resource_id` integer,
	`effect` text NOT NULL,
	`audience` text DEFAULT 'everyone' NOT NULL,
	`start_local` text NOT NULL,
	`duration_minutes` integer NOT NULL,
	`rrule` text DEFAULT '' NOT NULL,
	`exdates` text DEFAULT '[]' NOT NULL,
	`rdates` text DEFAULT '[]' NOT NULL,
	`valid_until` text,
	`label` text DEFAULT '' NOT NULL,
	`created_by_id` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`lab_id`) REFERENCES `labs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "availability_rules_effect" CHECK("availability_rules"."effect" IN ('open', 'closed', 'replace')),
	CONSTRAINT "availability_rules_audience" CHECK("availability_rules"."audience" IN ('everyone', 'members', 'organisation')),
	CONSTRAINT "availability_rules_place" CHECK(("availability_rules"."lab_id" IS NULL) <> ("availability_rules"."resource_id" IS NULL)),
	CONSTRAINT "availability_rules_length" CHECK("availability_rules"."duration_minutes" BETWEEN 1 AND 44640),
	CONSTRAINT "availability_rules_start" CHECK("availability_rules"."start_local" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]')
) STRICT;
--> statement-breakpoint
CREATE INDEX `availability_rules_by_lab` ON `availability_rules` (`lab_id`);--> statement-breakpoint
CREATE INDEX `availability_rules_by_resource` ON `availability_rules` (`resource_id`);--> statement-breakpoint
CREATE TABLE `outages` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`start_at` integer NOT NULL,
	`end_at` integer NOT NULL,
	`kind` text NOT NULL,
	`is_planned` integer NOT NULL,
	`reason` text NOT NULL,
	`created_by_id` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "outages_kind" CHECK("outages"."kind" IN ('maintenance', 'calibration', 'cleaning', 'breakdown')),
	CONSTRAINT "outages_span" CHECK("outages"."end_at" > "outages"."start_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `outages_by_resource` ON `outages` (`resource_id`,`start_at`,`end_at`);--> statement-breakpoint
CREATE TABLE `qualifications` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`person_id` integer NOT NULL,
	`level` text NOT NULL,
	`granted_by_id` integer,
	`granted_at` integer NOT NULL,
	`expires_at` integer,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`granted_by_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "qualifications_level" CHECK("qualifications"."level" IN ('trainee', 'supervised', 'independent'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `qualifications_once` ON `qualifications` (`person_id`,`resource_id`);--> statement-breakpoint
CREATE INDEX `qualifications_by_resource` ON `qualifications` (`resource_id`);--> statement-breakpoint
CREATE TABLE `resource_kin` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`kin_id` integer NOT NULL,
	`is_above` integer NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`kin_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `resource_kin_once` ON `resource_kin` (`resource_id`,`kin_id`);--> statement-breakpoint
CREATE INDEX `resource_kin_back` ON `resource_kin` (`kin_id`);--> statement-breakpoint
CREATE TABLE `resource_techniques` (
	`id` integer PRIMARY KEY NOT NULL,
	`resource_id` integer NOT NULL,
	`technique` text NOT NULL,
	FOREIGN KEY (`resource_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `resource_techniques_once` ON `resource_techniques` (`resource_id`,`technique`);--> statement-breakpoint
CREATE INDEX `resource_techniques_by_name` ON `resource_techniques` (`technique`);--> statement-breakpoint
CREATE TABLE `resources` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`lab_id` integer NOT NULL,
	`parent_id` integer,
	`kind` text NOT NULL,
	`name_pl` text NOT NULL,
	`name_en` text NOT NULL,
	`manufacturer` text,
	`model` text,
	`description` text,
	`status` text DEFAULT 'active' NOT NULL,
	`capacity` integer DEFAULT 1 NOT NULL,
	`time_zone` text DEFAULT 'Europe/Warsaw' NOT NULL,
	`observes_holidays` integer,
	`step_minutes` integer DEFAULT 30 NOT NULL,
	`min_minutes` integer DEFAULT 30 NOT NULL,
	`max_minutes` integer DEFAULT 480 NOT NULL,
	`setup_minutes` integer DEFAULT 0 NOT NULL,
	`cleanup_minutes` integer DEFAULT 0 NOT NULL,
	`min_notice_minutes` integer DEFAULT 0 NOT NULL,
	`horizon_days` integer DEFAULT 90 NOT NULL,
	`cancel_notice_minutes` integer DEFAULT 0 NOT NULL,
	`approval` text DEFAULT 'none' NOT NULL,
	`qualification_required` text,
	`no_show_after_minutes` integer,
	`is_example` integer DEFAULT false NOT NULL,
	`is_publicly_funded` integer DEFAULT false NOT NULL,
	`source_url` text,
	`source_url_2` text,
	`source_year` integer,
	`source_notes` text,
	`specs` text,
	`quantity` integer,
	`cost_pln` integer,
	`confirmed_at` integer,
	`longest_claim_ms` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`lab_id`) REFERENCES `labs`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`parent_id`) REFERENCES `resources`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "resources_kind" CHECK("resources"."kind" IN ('instrument', 'room', 'production_line', 'facility')),
	CONSTRAINT "resources_status" CHECK("resources"."status" IN ('active', 'out_of_service', 'planned', 'retired')),
	CONSTRAINT "resources_approval" CHECK("resources"."approval" IN ('none', 'owner')),
	CONSTRAINT "resources_qualification" CHECK("resources"."qualification_required" IN ('trainee', 'supervised', 'independent')),
	CONSTRAINT "resources_capacity" CHECK("resources"."capacity" BETWEEN 1 AND 1000),
	CONSTRAINT "resources_lengths" CHECK("resources"."step_minutes" > 0 AND "resources"."min_minutes" > 0 AND "resources"."max_minutes" >= "resources"."min_minutes"),
	CONSTRAINT "resources_buffers" CHECK("resources"."setup_minutes" >= 0 AND "resources"."cleanup_minutes" >= 0),
	CONSTRAINT "resources_parent" CHECK("resources"."parent_id" <> "resources"."id")
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `resources_slug_unique` ON `resources` (`slug`);--> statement-breakpoint
CREATE INDEX `resources_by_lab` ON `resources` (`lab_id`);--> statement-breakpoint
CREATE INDEX `resources_by_parent` ON `resources` (`parent_id`);