# What has to be there before anybody decides: a bill of materials that names everything, and provenance for each artifact.
package model_assay

bom_complete if {
	input.bom.models > 0
	input.bom.missing == 0
	absent := [line | some line in input.bom.coverage; line.group == "ntia"; line.state == "absent"]
	count(input.bom.coverage) > 0
	count(absent) == 0
}

deny contains {"msg": "the bill of materials is missing, or lacks what the NTIA's minimum elements ask for"} if not bom_complete

built_from_source(artifact) if {
	some provenance in input.provenance
	artifact.path in provenance.covers
	is_string(provenance.commit)
	regex.match(`^[0-9a-f]{40}$`, provenance.commit)
	is_string(provenance.repository)
	startswith(provenance.repository, "acme/")
}

has_artifacts_to_look_for_provenance if is_array(input.artifacts)

deny contains {"msg": "there is no list of artifacts"} if not has_artifacts_to_look_for_provenance

deny contains {"msg": sprintf("%s: no provenance names the commit that it was built from", [path]), "path": path} if {
	some artifact in input.artifacts
	not built_from_source(artifact)
	path := object.get(artifact, "path", "an artifact without a path")
}

warn contains {"msg": sprintf("%s is unknown of the models", [line.element]), "severity": "low"} if {
	some line in input.bom.coverage
	line.group == "model"
	line.state == "absent"
}
