# Two people, one for security and one for the platform, neither of them its author or who started the run, on this very commit.
package model_assay

required_roles := ["security", "platform"]

approvers(role) := {approval.by |
	some approval in input.approvals
	role in approval.roles
	approval.author == false
	approval.by != input.actor
	approval.commit == input.refs.head.commit
	is_string(approval.commit)
	regex.match(`^[0-9a-f]{40}$`, approval.commit)
	is_string(approval.by)
}

deny contains {"msg": sprintf("nobody of %s has approved this commit", [role]), "severity": "critical"} if {
	some role in required_roles
	count(approvers(role)) == 0
}

two_people if {
	some first in approvers("security")
	some second in approvers("platform")
	first != second
}

deny contains {"msg": "it needs the approval of two different people", "severity": "critical"} if not two_people

knows_who_started if is_string(input.actor)

deny contains {"msg": "it is not known who started this"} if not knows_who_started
