# No pickle files, by whatever name they go. What could not be looked at may be one.
package model_assay

pickle_formats := {"pickle", "joblib", "torch", "torch-legacy", "torch-tar", "torch-export", "torchscript", "mar"}

# Wants to know, for each artifact: what is missing counts against it.
no_pickle(artifact) if {
	is_string(artifact.format)
	not artifact.format in pickle_formats
	artifact.notScanned == null
}

has_artifacts_to_look_for_pickles if is_array(input.artifacts)

deny contains {"msg": "there is no list of artifacts"} if not has_artifacts_to_look_for_pickles

deny contains {"msg": sprintf("%s: pickle files do not go in; ask for safetensors", [path]), "path": path} if {
	some artifact in input.artifacts
	not no_pickle(artifact)
	path := object.get(artifact, "path", "an artifact without a path")
}

# A pickle inside of something else. A finding is only passed over where it says why.
no_pickle_inside(finding) if {
	is_string(finding.rule)
	not startswith(finding.rule, "MA-PKL-")
}

no_pickle_inside(finding) if finding.severity in {"low", "info"}

no_pickle_inside(finding) if finding.waived == true

deny contains {"msg": sprintf("%s: %s", [path, message]), "path": path} if {
	some finding in input.findings
	not no_pickle_inside(finding)
	path := object.get(finding, "path", "a finding without a path")
	message := object.get(finding, "message", "a pickle")
}

has_findings_to_look_for_pickles if is_array(input.findings)

deny contains {"msg": "there is no list of findings"} if not has_findings_to_look_for_pickles
